package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.broker.api.Answer;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.delivery.SyncDemand;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Receipts and {@code api/…} requests of one connection. Its thread only; replies leave from any. */
final class Requests {
    private static final String SYNC_CALL = Topics.SYNC.substring("api/".length());

    private final EdgeRoom room;
    private final EndpointConnection connection;
    private final Inbox inbox;
    private final Limits limits;
    private final UserName self;
    private final AtomicInteger underWay = new AtomicInteger();

    Requests(EdgeRoom room, EndpointConnection connection, Inbox inbox) {
        this.room = room;
        this.connection = connection;
        this.inbox = inbox;
        this.limits = room.settings().limits();
        this.self = connection.endpoint().user();
    }

    /** @return why it is refused, null if it is not */
    @Nullable Refusal receipt(PublishPacket packet) {
        try {
            checkStore();
            Marks marks = Bodies.readMarks(body(packet, limits.controlBytesMax()), limits.receiptEntriesMax());
            Map<ConversationId, Long> received = conversations(marks.received());
            Map<ConversationId, Long> read = conversations(marks.read());
            if (!inbox.isOpen()) {
                return new Refusal(Reason.NOT_ALLOWED, "subscribe to " + Topics.inbox(self) + " first");
            }
            inbox.withSession(session -> session.receipt(received, read));
            room.observer().receiptTaken(received.size() + read.size());
            return null;
        } catch (RefusalException refused) {
            return refused.refusal();
        } catch (BadBodyException bad) {
            return new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage()));
        }
    }

    /** @return why it is refused, null if it is not */
    @Nullable Refusal typing(PublishPacket packet, ConversationId conversation) {
        try {
            room.owners().typing(conversation, self, Bodies.readTyping(body(packet, limits.controlBytesMax())));
            return null;
        } catch (RefusalException refused) {
            return refused.refusal();
        } catch (BadBodyException bad) {
            return new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage()));
        }
    }

    /**
     * Runs a request, or answers it with a problem. The PUBACK says whether it passed the checks; what became of it is
     * the reply, when it is known.
     *
     * @return why it is refused, null if it is not
     */
    @Nullable Refusal api(String name, PublishPacket packet) {
        String replyTopic = Topics.reply(self);
        MessageId correlation = null;
        try {
            correlation = correlation(packet);
            replyTopic = replyTopic(packet);
            if (name.equals(SYNC_CALL)) {
                checkStore();
                sync(packet, replyTopic, correlation);
            } else {
                Call call = room.api().calls().named(name);
                checkStore();
                call(call, packet, replyTopic, correlation);
            }
            return null;
        } catch (RefusalException refused) {
            return problem(refused.refusal(), replyTopic, correlation);
        } catch (BadBodyException bad) {
            return problem(new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage())), replyTopic, correlation);
        }
    }

    private void checkStore() {
        if (room.admission().isStoreAway()) {
            throw new RefusalException(
                    Reason.BUSY, "the store is away, try again in " + room.retryAfterMillis() + " ms");
        }
    }

    private void call(Call call, PublishPacket packet, String replyTopic, @Nullable MessageId correlation) {
        int most = room.api().settings().underWayMax();
        if (underWay.get() >= most) {
            throw new RefusalException(
                    Reason.BUSY, "this connection has " + most + " requests under way, the most it may");
        }
        byte[] body = body(packet, call.bodyBytesMax());
        MessageId requestId = correlation == null ? room.newIds().get() : correlation;
        CompletionStage<Answer> answer = room.api().run(call, new Caller(self, connection.endpoint(), requestId), body);
        underWay.incrementAndGet();
        answer.thenAccept(it -> {
            underWay.decrementAndGet();
            answer(it, replyTopic, correlation);
        });
    }

    private void answer(Answer answer, String replyTopic, @Nullable MessageId correlation) {
        answer.match(
                reply -> {
                    connection.reply(replyTopic, correlation, Reply.CONTENT_TYPE, reply.body());
                    return true;
                },
                refusal -> {
                    problem(refusal, replyTopic, correlation);
                    return true;
                });
    }

    private void sync(PublishPacket packet, String replyTopic, @Nullable MessageId correlation)
            throws BadBodyException {
        SyncRequest request = Bodies.readSyncRequest(
                body(packet, limits.controlBytesMax()), limits.receiptEntriesMax(), limits.syncPageMax());
        Map<ConversationId, Long> received = conversations(request.received());
        inbox.withSession(session ->
                session.sync(new SyncDemand(received, request.limit(), request.latest(), replyTopic, correlation)));
        room.observer().syncAsked();
    }

    private Refusal problem(Refusal refusal, String replyTopic, @Nullable MessageId correlation) {
        Problem problem = new Problem(refusal.reason(), refusal.detail());
        connection.reply(replyTopic, correlation, Problem.CONTENT_TYPE, Bodies.write(problem));
        return refusal;
    }

    private byte[] body(PublishPacket packet, int bytesMax) {
        Optional<ByteBuffer> payload = packet.getPayload();
        int size = payload.isEmpty() ? 0 : payload.get().remaining();
        if (size > bytesMax) {
            throw new RefusalException(Reason.TOO_LARGE, "body has " + size + " bytes, at most " + bytesMax);
        }
        byte[] body = new byte[size];
        payload.ifPresent(bytes -> bytes.duplicate().get(body));
        return body;
    }

    private @Nullable MessageId correlation(PublishPacket packet) {
        Optional<ByteBuffer> given = packet.getCorrelationData();
        if (given.isEmpty()) {
            return null;
        }
        if (given.get().remaining() != MessageId.LENGTH) {
            throw new RefusalException(
                    Reason.BAD_ID,
                    "Correlation Data must be 16 bytes, was " + given.get().remaining());
        }
        return MessageId.of(given.get());
    }

    private String replyTopic(PublishPacket packet) {
        String topic = packet.getResponseTopic().orElse(Topics.reply(self));
        if (!Topics.isOwnResponseTopic(topic, self)) {
            throw new RefusalException(
                    Reason.NOT_ALLOWED, "Response Topic must lie in inbox/" + self + "/, was " + Topics.quote(topic));
        }
        return topic;
    }

    private Map<ConversationId, Long> conversations(Map<String, Long> seen) {
        Map<ConversationId, Long> known = new HashMap<>(seen.size() * 2);
        for (Map.Entry<String, Long> entry : seen.entrySet()) {
            ConversationId conversation = ConversationId.parse(entry.getKey(), self)
                    .orElseThrow(() -> new RefusalException(
                            Reason.MALFORMED, "no conversation is called " + Topics.quote(entry.getKey())));
            known.put(conversation, entry.getValue());
        }
        return known;
    }
}
