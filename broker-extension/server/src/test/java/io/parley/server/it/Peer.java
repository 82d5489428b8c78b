package io.parley.server.it;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** An MQTT 5 client that knows the wire and nothing else: what any third party could write. */
final class Peer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String user;
    private final Mqtt5AsyncClient client;
    private final BlockingQueue<Mqtt5Publish> arrived = new LinkedBlockingQueue<>();
    /** Apart from the rest: they come whenever a count moved. */
    private final BlockingQueue<Mqtt5Publish> unread = new LinkedBlockingQueue<>();

    private final CompletableFuture<String> sentAway = new CompletableFuture<>();

    private Peer(String user, String clientId, int port) {
        this.user = user;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .addDisconnectedListener(context -> {
                    if (context.getCause() instanceof Mqtt5DisconnectException told) {
                        told.getMqttMessage().getReasonString().ifPresent(reason -> sentAway.complete(reason + ""));
                    }
                })
                .buildAsync();
    }

    /** Signed in as {@code user} with the password that {@code Place.addUser} gave it. */
    static Peer connect(String user, String clientId, int port) {
        return connect(user, clientId, port, connect -> connect);
    }

    static Peer connect(String user, String clientId, int port, UnaryOperator<Mqtt5ConnectBuilder> more) {
        Peer peer = new Peer(user, clientId, port);
        get(peer.tryConnect(user + "-secret", more));
        return peer;
    }

    /** @return what the broker answered, be it a refusal; the connection is not kept */
    static CompletableFuture<Mqtt5ConnAck> attempt(
            String user, String password, String clientId, int port, UnaryOperator<Mqtt5ConnectBuilder> more) {
        return new Peer(user, clientId, port).tryConnect(password, more);
    }

    private CompletableFuture<Mqtt5ConnAck> tryConnect(String password, UnaryOperator<Mqtt5ConnectBuilder> more) {
        Mqtt5ConnectBuilder connect = Mqtt5Connect.builder()
                .keepAlive(30)
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        return client.connect(more.apply(connect).build());
    }

    /** Subscribes to the whole inbox. What arrives from now on waits for {@link #next}. */
    Peer listen() {
        client.publishes(
                MqttGlobalPublishFilter.ALL, publish -> queueOf(publish).add(publish));
        List<Mqtt5SubAckReasonCode> codes = subscribe("inbox/" + user + "/#");
        if (codes.get(0).isError()) {
            throw new AssertionError("subscription to the own inbox ended with " + codes);
        }
        return this;
    }

    private BlockingQueue<Mqtt5Publish> queueOf(Mqtt5Publish publish) {
        return publish.getTopic().toString().endsWith("/event/unread") ? unread : arrived;
    }

    /** The newest {@code event/unread} that contains {@code text}. */
    String awaitUnread(String text) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String newest = "none";
        while (System.nanoTime() < deadline) {
            try {
                Mqtt5Publish publish = unread.poll(200, TimeUnit.MILLISECONDS);
                newest = publish == null ? newest : text(publish);
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
            if (newest.contains(text)) {
                return newest;
            }
        }
        throw new AssertionError("no event/unread with " + text + " within " + PATIENCE + ", last was " + newest);
    }

    /** @return the code of the SUBACK, also an error */
    List<Mqtt5SubAckReasonCode> subscribe(String filter) {
        try {
            return client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send()
                    .handle((ack, failure) -> failure == null
                            ? ack.getReasonCodes()
                            : ((Mqtt5SubAckException) unwrap(failure))
                                    .getMqttMessage()
                                    .getReasonCodes())
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("subscribe to " + filter, failed);
        }
    }

    /** What became of a publish at the MQTT level. */
    record Puback(Mqtt5PubAckReasonCode code, Optional<String> reason) {}

    Puback publish(String topic, byte[] content, UnaryOperator<Mqtt5PublishBuilder.Complete> more) {
        Mqtt5Publish publish = more.apply(Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(content))
                .build();
        return get(client.publish(publish).handle(Peer::puback));
    }

    Puback publish(String topic, String content) {
        return publish(topic, content.getBytes(StandardCharsets.UTF_8), publish -> publish);
    }

    /** Sends with an id and a Response Topic; the ack then comes into the inbox. */
    void send(String topic, String content, UUID id) {
        publish(
                topic,
                content.getBytes(StandardCharsets.UTF_8),
                publish -> publish.correlationData(bytes(id)).responseTopic("inbox/" + user + "/ack"));
    }

    private static Puback puback(Mqtt5PublishResult result, Throwable failure) {
        if (failure != null && unwrap(failure) instanceof Mqtt5PubAckException refused) {
            return puback(refused.getMqttMessage());
        }
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return puback(((Mqtt5PublishResult.Mqtt5Qos1Result) result).getPubAck());
    }

    private static Puback puback(Mqtt5PubAck ack) {
        return new Puback(ack.getReasonCode(), ack.getReasonString().map(Object::toString));
    }

    /** The next thing in the inbox whose topic ends in {@code ending}; others are dropped. */
    Mqtt5Publish next(String ending) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Mqtt5Publish publish = poll(Duration.ofMillis(200));
            if (publish != null && publish.getTopic().toString().endsWith(ending)) {
                return publish;
            }
        }
        throw new AssertionError("nothing on …" + ending + " within " + PATIENCE);
    }

    void unsubscribe(String filter) {
        get(client.unsubscribeWith().topicFilter(filter).send());
    }

    /** Whatever arrives within {@code patience}, else null. */
    Mqtt5Publish poll(Duration patience) {
        try {
            return arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    void receipt(String json) {
        publish("receipt", json);
    }

    static Optional<String> property(Mqtt5Publish publish, String name) {
        return publish.getUserProperties().asList().stream()
                .filter(property -> property.getName().toString().equals(name))
                .map(property -> property.getValue().toString())
                .findFirst();
    }

    static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Asks {@code api/{name}} and waits for the answer. The inbox must be listened to. */
    String call(String name, String json) {
        publish("api/" + name, json);
        return text(next("/reply"));
    }

    /** The reason string of the server's DISCONNECT. */
    String sentAway() {
        return get(sentAway);
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
