package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.protocol.Content;
import io.parley.protocol.Headers;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads everything a user may see, side logs too, over a new endpoint of the user's own, by hand: it knows nothing of the
 * SDK, and the server nothing of it. Packets come on an event loop; what they say is guarded by this object.
 */
public final class LogReader {
    private static final int PAGE = 500;
    private static final int PATIENCE_SECONDS = 60;

    private final String inbox;
    private final Map<String, NavigableMap<Long, DeliveredMessage>> logs = new HashMap<>();
    private final BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>();

    private LogReader(String user) {
        this.inbox = "inbox/" + user + "/";
    }

    /** @return by conversation as the user sees it, then by seq */
    public static Map<String, NavigableMap<Long, DeliveredMessage>> read(int port, String user, String password)
            throws InterruptedException {
        LogReader reader = new LogReader(user);
        try (MqttLine line = new MqttLine(
                port,
                new MqttLine.Identity(user + "-reader", user, password, true),
                reader.inbox + "#",
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(reader::arrived, result -> {}, error -> {}))) {
            while (!reader.page(line)) {
                // The next one.
            }
        }
        synchronized (reader) {
            return Map.copyOf(reader.logs);
        }
    }

    /** @return whether it was the last one */
    private boolean page(MqttLine line) throws InterruptedException {
        line.publish(Mqtt5Publish.builder()
                .topic("api/sync")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(Bodies.write(new SyncRequest(received(), PAGE)))
                .responseTopic(inbox + "reply")
                .build());
        byte[] reply = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (reply == null) {
            throw new IllegalStateException("no answer to a sync of " + inbox);
        }
        try {
            SyncReply page = Bodies.readSyncReply(reply);
            return page.complete();
        } catch (BadBodyException e) {
            throw new IllegalStateException(inbox + " is not synced", e);
        }
    }

    private synchronized Map<String, Long> received() {
        Map<String, Long> received = new HashMap<>();
        logs.forEach((conversation, log) -> received.put(conversation, log.lastKey()));
        return received;
    }

    private void arrived(Mqtt5Publish packet) {
        String topic = packet.getTopic().toString().substring(inbox.length());
        if (topic.equals("reply")) {
            replies.add(packet.getPayloadAsBytes());
        } else if (!topic.startsWith("event/") && !topic.startsWith("ack")) {
            messages(topic, packet);
        }
    }

    private synchronized void messages(String conversation, Mqtt5Publish packet) {
        NavigableMap<Long, DeliveredMessage> log = logs.computeIfAbsent(conversation, it -> new TreeMap<>());
        try {
            if (Inbound.isBatch(packet)) {
                Batches.readDelivered(ByteBuffer.wrap(packet.getPayloadAsBytes()))
                        .forEach(it -> log.put(it.seq(), it));
            } else {
                DeliveredMessage message = message(packet);
                log.put(message.seq(), message);
            }
        } catch (BadBodyException e) {
            throw new IllegalStateException("a packet of " + conversation, e);
        }
    }

    private static DeliveredMessage message(Mqtt5Publish packet) {
        Map<String, String> said = new HashMap<>();
        for (Mqtt5UserProperty property : packet.getUserProperties().asList()) {
            said.put(property.getName().toString(), property.getValue().toString());
        }
        byte[] id = new byte[16];
        packet.getCorrelationData().ifPresent(it -> it.get(id));
        return new DeliveredMessage(
                Long.parseLong(said.getOrDefault(Headers.SEQ, "0")),
                MessageId.of(id),
                new UserName(said.getOrDefault(Headers.FROM, "")),
                Long.parseLong(said.getOrDefault(Headers.AT, "0")),
                0,
                0,
                said.containsKey(Headers.GONE),
                packet.getContentType().map(Object::toString).orElse(""),
                Content.wrap(packet.getPayloadAsBytes()));
    }
}
