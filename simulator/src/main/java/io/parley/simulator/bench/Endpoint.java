package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Parley endpoint spoken by hand, as docs/protocol.md has it, lean: remembers only how far it is in each conversation,
 * and gives receipts as the SDK does. Packets come on an event loop of {@link MqttLine}; all state is guarded by this object.
 */
final class Endpoint implements AutoCloseable {
    private static final int RECEIPT_EVERY = 32;
    private static final long RECEIPT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int PATIENCE_SECONDS = 120;
    private static final MqttTopic RECEIPT = MqttTopic.of("receipt");
    private static final MqttTopic SYNC = MqttTopic.of("api/sync");

    /** What comes. On an event loop; returns at once. */
    interface Incoming {
        Incoming IGNORED = (conversation, content) -> {};

        /** @param conversation as the user sees it */
        void message(String conversation, ByteBuffer content);

        /** A message this endpoint sent has its answer. */
        default void acked(long number, boolean accepted) {}
    }

    private final String inbox;
    private final Incoming incoming;
    private final MqttTopic acks;
    private final Map<String, Long> last = new HashMap<>();
    private final Map<String, Long> due = new HashMap<>();
    private final Map<String, CompletableFuture<byte[]>> replies = new ConcurrentHashMap<>();
    private final MqttLine line;
    private int receiptsDue;
    private long lastReceiptNanos;
    private int calls;

    /** Connects and subscribes; waits for both. */
    Endpoint(int port, String user, String clientId, String password, Incoming incoming) {
        this.inbox = "inbox/" + user + "/";
        this.incoming = incoming;
        this.acks = MqttTopic.of(inbox + "acks");
        this.line = new MqttLine(
                port,
                new MqttLine.Identity(clientId, user, password, true),
                inbox + "#",
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(
                        this::arrived, result -> result.getError().ifPresent(Faults::report), Faults::report));
    }

    // ---- what comes

    private void arrived(Mqtt5Publish packet) {
        String topic = packet.getTopic().toString().substring(inbox.length());
        if (topic.equals("acks")) {
            packet.getPayload().ifPresent(payload -> AckScanner.scan(payload, incoming::acked));
        } else if (topic.startsWith("chat/") || topic.startsWith("group/")) {
            packet.getPayload().ifPresent(payload -> messages(topic, packet, payload));
        } else if (topic.startsWith("reply/")) {
            CompletableFuture<byte[]> reply = replies.remove(topic);
            if (reply != null) {
                reply.complete(packet.getPayloadAsBytes());
            }
        }
    }

    private synchronized void messages(String conversation, Mqtt5Publish packet, ByteBuffer payload) {
        if (!Inbound.isBatch(packet)) {
            message(conversation, Inbound.seq(packet), payload);
            return;
        }
        try {
            for (DeliveredMessage message : Batches.readDelivered(payload)) {
                message(conversation, message.seq(), message.content().asBuffer());
            }
        } catch (BadBodyException e) {
            Faults.report(e);
        }
    }

    private void message(String conversation, long seq, ByteBuffer content) {
        if (seq <= last.getOrDefault(conversation, 0L)) {
            return; // resent: we have it
        }
        last.put(conversation, seq);
        due.put(conversation, seq);
        incoming.message(conversation, content);
        if (++receiptsDue >= RECEIPT_EVERY) {
            giveReceipts();
        }
    }

    // ---- what goes

    /** Gives receipts that have been due for long enough; called every few milliseconds. */
    synchronized void tick(long nowNanos) {
        if (receiptsDue > 0 && nowNanos - lastReceiptNanos >= RECEIPT_DELAY_NANOS) {
            giveReceipts();
        }
    }

    /** For everything that has come. */
    synchronized void giveReceipts() {
        receiptsDue = 0;
        lastReceiptNanos = System.nanoTime();
        if (!due.isEmpty()) {
            line.publish(Mqtt5Publish.builder()
                    .topic(RECEIPT)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(Bodies.write(new Marks(due, Map.of())))
                    .build());
            due.clear();
        }
    }

    synchronized Map<String, Long> last() {
        return Map.copyOf(last);
    }

    void send(String topic, MessageId id, byte[] content) {
        line.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(content)
                .responseTopic(acks)
                .correlationData(id.toBytes())
                .build());
    }

    /** Several messages to one conversation in one packet. */
    void sendTogether(String topic, List<SubmittedMessage> messages) {
        line.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(Batches.writeSubmitted(messages))
                .responseTopic(acks)
                .contentType(Batches.CONTENT_TYPE)
                .build());
    }

    static SubmittedMessage submitted(MessageId id, byte[] content) {
        return new SubmittedMessage(id, 0, "", Content.wrap(content));
    }

    /** Asks for a page. */
    CompletableFuture<SyncReply> sync(SyncRequest request) {
        return ask(SYNC, Bodies.write(request)).thenApply(Endpoint::syncReply);
    }

    private static SyncReply syncReply(byte[] body) {
        try {
            return Bodies.readSyncReply(body);
        } catch (BadBodyException e) {
            throw new IllegalStateException(new String(body, StandardCharsets.UTF_8), e);
        }
    }

    /** @throws IllegalStateException if it is refused */
    String call(String name, String json) {
        String answer = new String(
                await(ask(MqttTopic.of("api/" + name), json.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8);
        if (answer.startsWith("{\"type\":")) {
            throw new IllegalStateException(name + " " + json + " is refused: " + answer);
        }
        return answer;
    }

    private CompletableFuture<byte[]> ask(MqttTopic topic, byte[] body) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        String back = "reply/" + nextCall();
        replies.put(back, reply);
        line.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(body)
                .responseTopic(inbox + back)
                .build());
        return reply;
    }

    private synchronized int nextCall() {
        return calls++;
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
