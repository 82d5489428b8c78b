package io.parley.broker.edge;

import io.parley.broker.delivery.Connection;
import io.parley.broker.delivery.Delivery;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.storage.Presence;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Headers;
import io.parley.protocol.MessageId;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.PresenceEvent;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Egress: turns deliveries, events and replies into PUBLISH packets for one client. Safe from any thread. */
final class EndpointConnection implements Connection {
    /** Topics remembered; a client in more chats pays for building them again. */
    private static final int TOPICS_MAX = 256;

    private final long number;
    private final EndpointId endpoint;
    private final EndpointKind kind;
    private final Batching batching;
    private final Wire wire;
    private final Clock clock;
    private final EdgeObserver observer;
    private final ConcurrentHashMap<ConversationId, String> topics = new ConcurrentHashMap<>();

    private volatile boolean closed;
    private volatile boolean signedOut;
    /** Told of deliveries that will see no PUBACK, when they are queued; null while there are none. */
    private volatile @Nullable Consumer<Delivery> unacknowledged;

    EndpointConnection(
            long number,
            EndpointId endpoint,
            EndpointKind kind,
            Batching batching,
            Wire wire,
            Clock clock,
            EdgeObserver observer) {
        this.number = number;
        this.endpoint = endpoint;
        this.kind = kind;
        this.batching = batching;
        this.wire = wire;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public long number() {
        return number;
    }

    EndpointId endpoint() {
        return endpoint;
    }

    EndpointKind kind() {
        return kind;
    }

    /** A plain endpoint that subscribed with QoS 0 sends no PUBACK; what was queued for it counts as received. */
    void onUnacknowledged(@Nullable Consumer<Delivery> received) {
        this.unacknowledged = received;
    }

    @Override
    public void deliver(List<Delivery> deliveries) {
        if (closed) {
            return;
        }
        long now = clock.millis();
        int from = 0;
        while (from < deliveries.size()) {
            int to = batching.endOfPacket(deliveries, from);
            if (to == from + 1) {
                deliver(deliveries.get(from), now);
            } else {
                deliver(deliveries.subList(from, to), now);
            }
            from = to;
        }
    }

    private void deliver(List<Delivery> batch, long now) {
        byte[] body = Batches.writeDelivered(Batching.messages(batch, now));
        wire.send(
                endpoint.clientId(),
                new Outgoing(
                        topic(batch.get(0).conversation()),
                        0,
                        null,
                        Batches.CONTENT_TYPE,
                        ByteBuffer.wrap(body),
                        0,
                        List.of()),
                null);
        for (Delivery delivery : batch) {
            observer.delivered(
                    kind, delivery.resend() > 0, now - delivery.message().at());
        }
    }

    private void deliver(Delivery delivery, long now) {
        StoredMessage message = delivery.message();
        Outgoing packet = new Outgoing(
                topic(delivery.conversation()),
                kind == EndpointKind.PARLEY ? 0 : 1,
                message.id().toBytes(),
                delivery.gone() ? "" : message.contentType(),
                delivery.gone() ? Outgoing.NO_PAYLOAD : message.content().asBuffer(),
                delivery.secondsLeft(now),
                properties(delivery));
        Consumer<Delivery> received = unacknowledged;
        wire.send(
                endpoint.clientId(),
                packet,
                received == null
                        ? null
                        : sent -> {
                            if (sent == Wire.Sent.QUEUED) {
                                received.accept(delivery);
                            }
                        });
        observer.delivered(kind, delivery.resend() > 0, now - message.at());
    }

    private String topic(ConversationId conversation) {
        String topic = topics.get(conversation);
        if (topic == null) {
            topic = Topics.inboxOf(endpoint.user(), conversation);
            if (topics.size() >= TOPICS_MAX) {
                topics.clear();
            }
            topics.put(conversation, topic);
        }
        return topic;
    }

    private static List<String> properties(Delivery delivery) {
        StoredMessage message = delivery.message();
        String seq = Long.toString(message.seq());
        String from = message.from().value();
        String at = Long.toString(message.at());
        if (delivery.resend() == 0 && !delivery.gone() && delivery.floor() == 0) {
            return List.of(Headers.SEQ, seq, Headers.FROM, from, Headers.AT, at);
        }
        List<String> properties = new ArrayList<>(List.of(Headers.SEQ, seq, Headers.FROM, from, Headers.AT, at));
        if (delivery.gone()) {
            properties.addAll(List.of(Headers.GONE, "expired"));
        }
        if (delivery.resend() > 0) {
            properties.addAll(List.of(Headers.RESEND, Integer.toString(delivery.resend())));
        }
        if (delivery.floor() > 0) {
            properties.addAll(List.of(Headers.FLOOR, Long.toString(delivery.floor())));
        }
        return properties;
    }

    @Override
    public void event(String event, String contentType, byte[] body) {
        reply(Topics.event(endpoint.user(), event), null, contentType, body);
    }

    @Override
    public void reply(String topic, @Nullable MessageId correlation, String contentType, byte[] body) {
        if (!closed) {
            wire.send(
                    endpoint.clientId(),
                    new Outgoing(
                            topic,
                            kind == EndpointKind.PARLEY ? 0 : 1,
                            correlation == null ? null : correlation.toBytes(),
                            contentType,
                            ByteBuffer.wrap(body),
                            0,
                            List.of()),
                    null);
        }
    }

    /** @param done told what became of it, not at all if the connection is closed */
    void point(String topic, Content point, Consumer<Wire.Sent> done) {
        if (!closed) {
            wire.send(
                    endpoint.clientId(),
                    new Outgoing(topic, 1, null, "application/json", point.asBuffer(), 0, List.of()),
                    done);
        }
    }

    /** Sends {@code presence/{user}}. */
    void presence(UserName user, Presence presence) {
        reply(
                Topics.presence(user),
                null,
                "application/json",
                Bodies.write(new PresenceEvent(user, presence.online(), presence.at())));
    }

    @Override
    public void takenOver() {
        if (!closed) {
            closed = true;
            wire.takeOver(endpoint.clientId());
        }
    }

    /** Whatever the client still sends, until it is gone, counts for nothing. */
    boolean isSignedOut() {
        return signedOut;
    }

    /** Ends the connection because its user wants it gone (MQTT 5 reason 0x98). */
    void signOut(String reason) {
        signedOut = true;
        closed = true;
        wire.signOut(endpoint.clientId(), reason);
    }

    void close() {
        closed = true;
    }
}
