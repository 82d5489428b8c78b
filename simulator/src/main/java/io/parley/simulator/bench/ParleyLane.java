package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import io.parley.protocol.Content;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * A chat spoken by hand, as docs/protocol.md has it: done is an ack with a seq for the sender, the message at the
 * receiver, and the receiver's receipt given, coalesced as the SDK does.
 */
final class ParleyLane extends Lane {
    private static final int RECEIPT_EVERY = 32;
    private static final int BATCH_MAX = Limits.DEFAULT.batchMessagesMax();
    private static final long RECEIPT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int SYNC_PAGE = 500;
    private static final int SYNC_PATIENCE_SECONDS = 60;
    private static final MqttTopic SYNC = MqttTopic.of("api/sync");
    private static final MqttTopic RECEIPT = MqttTopic.of("receipt");

    /** Whose chat: both users exist and share the password. */
    record Chat(String from, String to, String password) {}

    private final Chat chat;
    private final boolean batching;
    private final LongSupplier unixMillis;
    private final List<SubmittedMessage> gathered = new ArrayList<>();
    private final MqttTopic topic;
    private final MqttTopic acks;
    private final CompletableFuture<SyncReply> senderSynced = new CompletableFuture<>();
    private final CompletableFuture<SyncReply> receiverSynced = new CompletableFuture<>();
    private final MqttLine sender;
    private final MqttLine receiver;
    private long lastSeq;
    private int receiptsDue;
    private long lastReceiptNanos;

    /** @param batching whether messages sent at one moment share a packet, both ways, as with the SDK */
    ParleyLane(
            Clocks clocks,
            Chat chat,
            int window,
            int inFlightMax,
            int port,
            LongSupplier unixMillis,
            boolean batching) {
        super(clocks, window, inFlightMax);
        this.chat = chat;
        this.batching = batching;
        this.unixMillis = unixMillis;
        this.topic = MqttTopic.of("chat/" + chat.to());
        this.acks = MqttTopic.of("inbox/" + chat.from() + "/acks");
        this.receiver = open(chat.to(), port, this::atReceiver);
        this.sender = open(chat.from(), port, this::atSender);
        this.lastSeq = sync(receiver, chat.to(), receiverSynced).last().getOrDefault("chat/" + chat.from(), 0L);
        sync(sender, chat.from(), senderSynced);
    }

    private MqttLine open(String user, int port, java.util.function.Consumer<Mqtt5Publish> incoming) {
        return new MqttLine(
                port,
                new MqttLine.Identity(user + "-bench", user, chat.password(), batching),
                "inbox/" + user + "/#",
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(incoming, result -> result.getError().ifPresent(Faults::report), Faults::report));
    }

    /** A benchmark starts with nothing to catch up on: users are new, or the run before has drained. */
    private static SyncReply sync(MqttLine line, String user, CompletableFuture<SyncReply> reply) {
        line.publish(Mqtt5Publish.builder()
                .topic(SYNC)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(Bodies.write(new SyncRequest(Map.of(), SYNC_PAGE)))
                .responseTopic("inbox/" + user + "/reply")
                .build());
        try {
            return reply.get(SYNC_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(user + " was not synced", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    void transmit(long number, long intendedNanos) {
        MessageId id = new MessageId(unixMillis.getAsLong() << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
        gathered.add(new SubmittedMessage(id, 0, "", Content.wrap(Payload.of(intendedNanos))));
        if (!batching || gathered.size() == BATCH_MAX) {
            flush();
        }
    }

    @Override
    void flush() {
        if (gathered.size() == 1) {
            SubmittedMessage message = gathered.get(0);
            sender.publish(outgoing(message.content().asBuffer())
                    .correlationData(message.id().toBytes())
                    .build());
        } else if (!gathered.isEmpty()) {
            sender.publish(outgoing(ByteBuffer.wrap(Batches.writeSubmitted(gathered)))
                    .contentType(Batches.CONTENT_TYPE)
                    .build());
        }
        gathered.clear();
    }

    private Mqtt5PublishBuilder.Complete outgoing(ByteBuffer payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .responseTopic(acks);
    }

    private void atSender(Mqtt5Publish message) {
        String at = message.getTopic().toString();
        if (at.endsWith("/acks")) {
            message.getPayload().ifPresent(payload -> together(() -> AckScanner.scan(payload, this::onAck)));
        } else if (at.endsWith("/reply")) {
            replied(message, senderSynced);
        }
    }

    private void atReceiver(Mqtt5Publish message) {
        long seq = Inbound.seq(message);
        if (seq > 0) {
            message.getPayload().ifPresent(payload -> arrived(seq, payload));
        } else if (Inbound.isBatch(message)) {
            message.getPayload().ifPresent(this::batchArrived);
        } else if (message.getTopic().toString().endsWith("/reply")) {
            replied(message, receiverSynced);
        }
    }

    private static void replied(Mqtt5Publish message, CompletableFuture<SyncReply> reply) {
        try {
            reply.complete(Bodies.readSyncReply(message.getPayloadAsBytes()));
        } catch (BadBodyException e) {
            reply.completeExceptionally(
                    new IllegalStateException(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8), e));
        }
    }

    private synchronized void batchArrived(ByteBuffer body) {
        try {
            List<DeliveredMessage> messages = Batches.readDelivered(body);
            together(() -> messages.forEach(
                    message -> arrived(message.seq(), message.content().asBuffer())));
        } catch (BadBodyException e) {
            Faults.report(e);
        }
    }

    private synchronized void arrived(long seq, ByteBuffer payload) {
        if (seq <= lastSeq) {
            return; // resent: we have it
        }
        if (seq != lastSeq + 1) {
            onDisorder();
        }
        lastSeq = seq;
        onReceived(Payload.intendedNanos(payload));
        if (++receiptsDue >= RECEIPT_EVERY) {
            giveReceipt();
        }
    }

    @Override
    void giveReceipt() {
        receiptsDue = 0;
        lastReceiptNanos = System.nanoTime();
        receiver.publish(Mqtt5Publish.builder()
                .topic(RECEIPT)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(("{\"received\":{\"chat/" + chat.from() + "\":" + lastSeq + "}}")
                        .getBytes(StandardCharsets.UTF_8))
                .build());
        onReceipted();
    }

    @Override
    synchronized void tick(long nowNanos) {
        if (receiptsDue > 0 && nowNanos - lastReceiptNanos >= RECEIPT_DELAY_NANOS) {
            giveReceipt();
        }
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
