package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.Problem;
import io.parley.protocol.json.SyncRequest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Receipts and {@code api/…} requests of one connection. Its thread only. */
final class Requests {
    private static final String SYNC_CALL = Topics.SYNC.substring("api/".length());

    private final EdgeRoom room;
    private final EndpointConnection connection;
    private final Inbox inbox;
    private final Limits limits;
    private final UserName self;

    Requests(EdgeRoom room, EndpointConnection connection, Inbox inbox) {
        this.room = room;
        this.connection = connection;
        this.inbox = inbox;
        this.limits = room.settings().limits();
        this.self = connection.endpoint().user();
    }

    /** @return why it is refused, null if it is not */
    @Nullable Refusal receipt(PublishPacket packet) {
        if (room.admission().isStoreAway()) {
            return new Refusal(Reason.BUSY, "the store is away, try again in " + room.retryAfterMillis() + " ms");
        }
        try {
            Marks marks = Bodies.readMarks(body(packet), limits.receiptEntriesMax());
            Map<ConversationId, Long> received = conversations(marks.received());
            Map<ConversationId, Long> read = conversations(marks.read());
            if (!inbox.isOpen()) {
                return new Refusal(Reason.NOT_ALLOWED, "subscribe to " + Topics.inbox(self) + " first");
            }
            inbox.withSession(session -> session.receipt(received, read));
            room.observer().receiptTaken(received.size() + read.size());
            return null;
        } catch (BadRequestException refused) {
            return refused.refusal;
        } catch (BadBodyException bad) {
            return new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage()));
        }
    }

    /**
     * Runs a request, or answers it with a problem.
     *
     * @return why it is refused, null if it is not
     */
    @Nullable Refusal api(String call, PublishPacket packet) {
        String replyTopic = Topics.reply(self);
        MessageId correlation = null;
        try {
            correlation = correlation(packet);
            replyTopic = replyTopic(packet);
            if (!call.equals(SYNC_CALL)) {
                throw new BadRequestException(new Refusal(Reason.NOT_ALLOWED, "there is no api/" + call));
            }
            if (room.admission().isStoreAway()) {
                throw new BadRequestException(
                        new Refusal(Reason.BUSY, "the store is away, try again in " + room.retryAfterMillis() + " ms"));
            }
            sync(packet, replyTopic, correlation);
            return null;
        } catch (BadRequestException refused) {
            return problem(refused.refusal, replyTopic, correlation);
        } catch (BadBodyException bad) {
            return problem(new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage())), replyTopic, correlation);
        }
    }

    private void sync(PublishPacket packet, String replyTopic, @Nullable MessageId correlation)
            throws BadRequestException, BadBodyException {
        SyncRequest request = Bodies.readSyncRequest(body(packet), limits.receiptEntriesMax(), limits.syncPageMax());
        Map<ConversationId, Long> received = conversations(request.received());
        inbox.withSession(session -> session.sync(received, request.limit(), replyTopic, correlation));
        room.observer().syncAsked();
    }

    private Refusal problem(Refusal refusal, String replyTopic, @Nullable MessageId correlation) {
        Problem problem = new Problem(refusal.reason(), refusal.detail());
        connection.reply(replyTopic, correlation, Problem.CONTENT_TYPE, Bodies.write(problem));
        return refusal;
    }

    private byte[] body(PublishPacket packet) throws BadRequestException {
        Optional<ByteBuffer> payload = packet.getPayload();
        int size = payload.isEmpty() ? 0 : payload.get().remaining();
        if (size > limits.controlBytesMax()) {
            throw new BadRequestException(
                    new Refusal(Reason.TOO_LARGE, "body has " + size + " bytes, at most " + limits.controlBytesMax()));
        }
        byte[] body = new byte[size];
        payload.ifPresent(bytes -> bytes.duplicate().get(body));
        return body;
    }

    private @Nullable MessageId correlation(PublishPacket packet) throws BadRequestException {
        Optional<ByteBuffer> given = packet.getCorrelationData();
        if (given.isEmpty()) {
            return null;
        }
        if (given.get().remaining() != MessageId.LENGTH) {
            throw new BadRequestException(new Refusal(
                    Reason.BAD_ID,
                    "Correlation Data must be 16 bytes, was " + given.get().remaining()));
        }
        return MessageId.of(given.get());
    }

    private String replyTopic(PublishPacket packet) throws BadRequestException {
        String topic = packet.getResponseTopic().orElse(Topics.reply(self));
        if (!Topics.isOwnResponseTopic(topic, self)) {
            throw new BadRequestException(new Refusal(
                    Reason.NOT_ALLOWED, "Response Topic must lie in inbox/" + self + "/, was " + Topics.quote(topic)));
        }
        return topic;
    }

    private Map<ConversationId, Long> conversations(Map<String, Long> seen) throws BadRequestException {
        Map<ConversationId, Long> known = new HashMap<>(seen.size() * 2);
        for (Map.Entry<String, Long> entry : seen.entrySet()) {
            ConversationId conversation = ConversationId.parse(entry.getKey(), self)
                    .orElseThrow(() -> new BadRequestException(new Refusal(
                            Reason.MALFORMED, "no conversation is called " + Topics.quote(entry.getKey()))));
            known.put(conversation, entry.getValue());
        }
        return known;
    }

    /** Carries a refusal up to the one place that answers; never leaves this class. */
    private static final class BadRequestException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        BadRequestException(Refusal refusal) {
            super(refusal.detail(), null, false, false);
            this.refusal = refusal;
        }
    }
}
