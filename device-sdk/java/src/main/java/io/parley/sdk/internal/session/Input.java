package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.LocationPoint;
import io.parley.protocol.json.SyncReply;
import io.parley.sdk.Cleared;
import io.parley.sdk.Counts;
import io.parley.sdk.Event;
import io.parley.sdk.Hidden;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.TrackChanged;
import io.parley.sdk.TrackView;
import io.parley.sdk.Unread;
import io.parley.sdk.internal.store.Arrangement;
import io.parley.sdk.internal.store.HistoryPage;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Listed;
import io.parley.sdk.internal.store.Outgoing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to a session. What a former connection brought may still be told: it is true all the same. */
public sealed interface Input {
    /** The application sends. */
    record Send(Outgoing message) implements Input {}

    /**
     * The application asks the server for something.
     *
     * @param call {@code {resource}/{verb}}
     */
    record Call(MessageId request, String call, String json, long timeoutMillis) implements Input {}

    /** The application says what the user has read. */
    record MarkRead(ConversationId conversation, long seq) implements Input {}

    /** MANUAL: the application has processed everything up to {@code seq}. */
    record MarkReceived(ConversationId conversation, long seq) implements Input {}

    record HandlerDone(ConversationId conversation, long seq) implements Input {}

    /** The handler threw; later messages of the conversation that were given out with it have not been handed. */
    record HandlerFailed(ConversationId conversation, long seq, Throwable error) implements Input {}

    /** Signed in, and subscribed to the inbox. */
    record Connected(long connection) implements Input {}

    /** @param cause what the reconnection is to make of it */
    record Disconnected(long connection, Cause cause, String reason) implements Input {}

    /** Why a connection ended or was not made. */
    enum Cause {
        /** The network, or a server that may think better of it. */
        LOST,
        /** Another client signed in with this client id. */
        TAKEN_OVER,
        /** The server does not want this client. */
        REFUSED
    }

    record Acks(List<Ack> acks) implements Input {}

    /** @param floor nothing at or below it is to come in this conversation, 0 if nothing is said of that */
    record Arrived(Incoming message, long floor) implements Input {
        public Arrived {
            if (floor < 0 || floor >= message.seq()) {
                throw new IllegalArgumentException("floor " + floor + " of #" + message.seq());
            }
        }

        public Arrived(Incoming message) {
            this(message, 0);
        }
    }

    record Receipted(ConversationId conversation, UserName user, long received, long read) implements Input {}

    record Expired(ConversationId conversation, long seq, MessageId id) implements Input {}

    record SyncAnswered(MessageId request, SyncReply reply) implements Input {}

    /** @param request null if the answer does not say */
    record SyncRefused(@Nullable MessageId request, String reason) implements Input {}

    record CallAnswered(MessageId request, String json) implements Input {}

    record CallRefused(MessageId request, String code, String detail) implements Input {}

    record UnreadTold(Unread unread) implements Input {}

    record CountsTold(Counts counts) implements Input {}

    record HiddenTold(Hidden hidden) implements Input {}

    /** The own user arranged a conversation, on whichever endpoint. */
    record Arranged(ConversationId conversation, Arrangement change) implements Input {}

    record ClearedTold(Cleared cleared) implements Input {}

    /** Told in passing, for the application alone. */
    record Passed(Event event) implements Input {}

    /** What the server was asked for, as {@link CallAnswered} by whoever asked: lines of the list of conversations. */
    record Listing(List<Listed> lines) implements Input {
        public Listing {
            lines = List.copyOf(lines);
        }
    }

    /** Likewise: messages of the past. */
    record Paged(MessageId request, HistoryPage page) implements Input {}

    /**
     * Likewise: what the own user took away while this endpoint was not there to be told.
     *
     * @param until of what was before it nothing more will come, Unix milliseconds
     */
    record Removed(List<Hidden> hidden, List<Cleared> cleared, long until) implements Input {
        public Removed {
            hidden = List.copyOf(hidden);
            cleared = List.copyOf(cleared);
        }
    }

    /** The own user types, or no longer does. */
    record Type(ConversationId conversation, boolean typing) implements Input {}

    /** Whether the application wants to know if a user is there. */
    record Watch(UserName user, boolean on) implements Input {}

    /** What the application does with tracks. */
    sealed interface OfTracks extends Input {}

    /** Publishes into a track from now on; none of that name is being published. */
    record Publish(TrackName track, PublishOptions options) implements OfTracks {}

    record Position(TrackName track, LocationPoint point) implements OfTracks {}

    record StopPublishing(TrackName track) implements OfTracks {}

    /** Watches a track, or wants to see it more or less often. */
    record Look(TrackName track, TrackView.Need need) implements OfTracks {}

    record LookAway(TrackName track) implements OfTracks {}

    /** What the server tells of tracks. */
    sealed interface TrackNews extends Input {}

    record PointCame(TrackName track, LocationPoint point) implements TrackNews {}

    record TrackTold(TrackChanged change) implements TrackNews {}

    record LookRefused(TrackName track, String why) implements TrackNews {}

    record ReceiptRefused(String reason) implements Input {}

    /**
     * The PUBACK of a receipt or a batch.
     *
     * @param refusal null if it was taken
     */
    record Answered(long token, @Nullable Reason refusal) implements Input {}

    /** Whether it came over the connection, and so proves it alive. */
    default boolean isFromServer() {
        return !(this instanceof Send
                || this instanceof Call
                || this instanceof Type
                || this instanceof OfTracks
                || this instanceof Watch
                || this instanceof Listing
                || this instanceof Paged
                || this instanceof Removed
                || this instanceof MarkRead
                || this instanceof MarkReceived
                || this instanceof HandlerDone
                || this instanceof HandlerFailed
                || this instanceof Disconnected);
    }
}
