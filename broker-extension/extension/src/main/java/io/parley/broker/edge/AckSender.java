package io.parley.broker.edge;

import io.parley.broker.delivery.EndpointKind;
import io.parley.protocol.Headers;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Bodies;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes acks to one client: a packet each, or many in one where the Response Topic asks for it. Any thread. */
final class AckSender {
    /** Some 125 bytes each, so that a batch stays below 64 KiB. */
    static final int BATCH_MAX = 500;

    private static final String JSON = "application/json";

    private final Wire wire;
    private final String clientId;
    private final int qos;

    AckSender(Wire wire, String clientId, EndpointKind kind) {
        this.wire = wire;
        this.clientId = clientId;
        this.qos = kind == EndpointKind.PARLEY ? 0 : 1;
    }

    void send(ReplyTo replyTo, List<Ack> acks) {
        if (!replyTo.batched()) {
            for (int i = 0; i < acks.size(); i++) {
                Ack ack = acks.get(i);
                wire.send(clientId, single(replyTo.topic(), ack.id().toBytes(), ack), null);
            }
            return;
        }
        for (int from = 0; from < acks.size(); from += BATCH_MAX) {
            byte[] body = Bodies.writeAcks(acks.subList(from, Math.min(from + BATCH_MAX, acks.size())));
            wire.send(
                    clientId,
                    new Outgoing(replyTo.topic(), qos, null, JSON, ByteBuffer.wrap(body), 0, List.of()),
                    null);
        }
    }

    /** Answers a message whose Correlation Data is no id: always in the single form, with what the sender gave. */
    void sendRefusal(ReplyTo replyTo, byte[] correlation, Reason reason) {
        wire.send(
                clientId,
                new Outgoing(
                        replyTo.topic(),
                        qos,
                        correlation,
                        "",
                        Outgoing.NO_PAYLOAD,
                        0,
                        List.of(Headers.STATUS, Ack.Status.REJECTED.code(), Headers.REASON, reason.code())),
                null);
    }

    private Outgoing single(String topic, byte[] correlation, Ack ack) {
        return new Outgoing(topic, qos, correlation, "", Outgoing.NO_PAYLOAD, 0, properties(ack));
    }

    private static List<String> properties(Ack ack) {
        Reason reason = ack.reason();
        if (reason == null) {
            return List.of(
                    Headers.STATUS, ack.status().code(),
                    Headers.SEQ, Long.toString(ack.seq()),
                    Headers.AT, Long.toString(ack.at()));
        }
        return ack.retryAfterMillis() > 0
                ? List.of(
                        Headers.STATUS,
                        ack.status().code(),
                        Headers.REASON,
                        reason.code(),
                        Headers.RETRY_AFTER,
                        Long.toString(ack.retryAfterMillis()))
                : List.of(Headers.STATUS, ack.status().code(), Headers.REASON, reason.code());
    }
}
