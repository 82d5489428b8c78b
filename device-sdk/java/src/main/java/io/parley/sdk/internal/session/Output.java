package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.LocationPoint;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncRequest;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.Event;
import io.parley.sdk.Gap;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.Receipt;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackView;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Outgoing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session wants done, once the store has committed what led to it, in this order. */
public sealed interface Output {
    /** To be answered by {@link Input.Connected} or {@link Input.Disconnected} with this number. */
    record Connect(long connection) implements Output {}

    /** Let go of it; nothing from it is wanted any more, no answer either. */
    record Disconnect(long connection) implements Output {}

    /**
     * @param after the message it must follow, null if none is open
     * @param expirySeconds Message Expiry Interval, -1: none
     */
    record PublishMessage(Outgoing message, @Nullable MessageId after, long expirySeconds) implements Output {}

    /**
     * Several messages of one conversation, to travel in one packet in this order.
     *
     * @param token comes back with {@link Input.Answered}: if the packet is refused whole, no ack comes of its messages
     * @param messages two or more; each but the first follows the one before it
     */
    record PublishBatch(long token, List<PublishMessage> messages) implements Output {
        public PublishBatch {
            messages = List.copyOf(messages);
            if (messages.size() < 2) {
                throw new IllegalArgumentException("a batch has 2 or more messages, had " + messages.size());
            }
            for (int i = 1; i < messages.size(); i++) {
                Outgoing before = messages.get(i - 1).message();
                if (!before.id().equals(messages.get(i).after())
                        || !before.conversation()
                                .equals(messages.get(i).message().conversation())) {
                    throw new IllegalArgumentException(messages.get(i) + " does not follow " + before);
                }
            }
        }

        public ConversationId conversation() {
            return messages.get(0).message().conversation();
        }

        /** The message the first must follow, null if none is open. */
        public @Nullable MessageId after() {
            return messages.get(0).after();
        }
    }

    record PublishReceipt(long token, Marks marks) implements Output {}

    record PublishSync(MessageId request, SyncRequest body) implements Output {}

    /** To be answered by {@link Input.CallAnswered} or {@link Input.CallRefused}. */
    record PublishCall(MessageId request, String call, String json) implements Output {}

    record CallDone(MessageId request, String json) implements Output {}

    /** @param code a {@link io.parley.protocol.Reason#code()} or one of {@link io.parley.sdk.CallFailedException} */
    record CallFailed(MessageId request, String code, String detail) implements Output {}

    /**
     * Give to the handler, after what was given before, and answer with HandlerDone or HandlerFailed.
     *
     * @param repeated whether it may have been handed before
     * @param retry whether the handler threw on it; hands of this conversation count again from here on
     */
    record Hand(Incoming message, boolean repeated, boolean retry) implements Output {}

    /** The next entry of a side log, received with this; each comes out once. */
    record Amended(Incoming entry, Amendment amendment) implements Output {}

    record Happened(Event event) implements Output {}

    /** A conversation has been arranged or renamed, or its line was told anew. */
    record Relisted(ConversationId conversation) implements Output {}

    /** To be answered by {@link Input.Paged}: what the server says was done to the messages the store has. */
    record WantRepair(ConversationId conversation) implements Output {}

    /**
     * To be answered by {@link Input.Removed}.
     *
     * @param since Unix milliseconds; what was before is known
     */
    record WantRemoved(long since) implements Output {}

    record PageStored(MessageId request) implements Output {}

    record PublishTyping(ConversationId conversation, boolean typing) implements Output {}

    /** Subscribe to, or unsubscribe from, whether a user is there. */
    record Watch(UserName user, boolean on) implements Output {}

    /** One position; whether it was taken comes back with {@link Input.Answered}. */
    record PublishPoint(long token, TrackName track, LocationPoint point) implements Output {}

    /** Subscribe to a track, also if that was done already and the need is another. */
    record WatchTrack(TrackName track, TrackView.Need need) implements Output {}

    record Unwatch(TrackName track) implements Output {}

    /** How a publisher stands. @param over why it takes no more; empty: it does */
    record PublisherTold(TrackName track, long periodMillis, int waiting, long taken, String over) implements Output {}

    record Seen(Sighting sighting) implements Output {}

    /** Nothing more comes of this track. */
    record LookOver(TrackName track, String why) implements Output {}

    /** The message survives a crash now. */
    record Queued(MessageId id) implements Output {}

    record StatusChanged(MessageId id, ConversationId conversation, MessageStatus status) implements Output {}

    /** Nothing more will be told of this message. */
    record Forgotten(MessageId id) implements Output {}

    record StateChanged(ConnectionState state) implements Output {}

    record ReceiptSeen(Receipt receipt) implements Output {}

    record GapSeen(Gap gap) implements Output {}

    record HandlerTrouble(Incoming message, Throwable error, int attempt, Duration retryIn) implements Output {}

    /** For the log: something another party should not have done, and that was survived. */
    record Warning(String text) implements Output {}
}
