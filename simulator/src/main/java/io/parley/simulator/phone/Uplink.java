package io.parley.simulator.phone;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import io.parley.protocol.Headers;
import io.parley.protocol.MessageId;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One MQTT connection of a phone, for as long as it lasts; the next one is another object. All of a process share two event
 * loops, on which everything is told. Safe from any thread.
 */
final class Uplink {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final MqttClientExecutorConfig EXECUTORS = MqttClientExecutorConfig.builder()
            .nettyThreads(2)
            .applicationScheduler(Schedulers.trampoline())
            .build();

    private final Mqtt5AsyncClient client;
    private volatile boolean closing;

    /** Told on an event loop; returns at once. */
    interface Listener {
        void arrived(Mqtt5Publish packet);

        /** The connection is no more, for whatever reason but {@link #close}. */
        void lost(Throwable why);
    }

    /** A refusal by the server, with its reason. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        RefusedException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    Uplink(int port, String clientId, Listener listener) {
        this.client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .executorConfig(EXECUTORS)
                .addDisconnectedListener(context -> {
                    if (!closing) {
                        listener.lost(context.getCause());
                    }
                })
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, listener::arrived);
    }

    /** If it fails, {@link Listener#lost} is told as well. */
    CompletableFuture<Void> connect(String user, String password) {
        return client.connectWith()
                .cleanStart(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(connack -> null);
    }

    /** @param need what for, as the server understands it; empty: closely */
    CompletableFuture<Void> subscribe(String filter, MqttQos qos, String need) {
        Mqtt5UserProperties properties =
                need.isEmpty() ? Mqtt5UserProperties.of() : Mqtt5UserProperties.of(Mqtt5UserProperty.of("need", need));
        return answered(client.subscribe(Mqtt5Subscribe.builder()
                .topicFilter(filter)
                .qos(qos)
                .userProperties(properties)
                .build()));
    }

    CompletableFuture<Void> unsubscribe(String filter) {
        return answered(client.unsubscribeWith().topicFilter(filter).send());
    }

    CompletableFuture<Void> publish(String topic, MqttQos qos, byte[] body) {
        return answered(client.publishWith().topic(topic).qos(qos).payload(body).send());
    }

    /** A message: accepted once it is acknowledged. */
    CompletableFuture<Void> send(String topic, MessageId id, byte[] body) {
        return answered(client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/json")
                .correlationData(id.toBytes())
                .payload(body)
                .send());
    }

    /** A call: the answer comes to {@code back}. */
    CompletableFuture<Void> ask(String topic, MessageId id, String back, byte[] body) {
        return answered(client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .responseTopic(MqttTopic.of(back))
                .correlationData(id.toBytes())
                .payload(body)
                .send());
    }

    /** Refusals as {@link RefusedException}, everything else as it comes. */
    private static CompletableFuture<Void> answered(CompletableFuture<?> future) {
        return future.handle((result, error) -> {
            Throwable cause = error;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause == null && result instanceof Mqtt5PublishResult published) {
                cause = published.getError().orElse(null);
            }
            if (cause instanceof Mqtt5PubAckException refused) {
                var puback = refused.getMqttMessage();
                throw new RefusedException(reason(
                        puback.getUserProperties().asList().stream()
                                .filter(it -> it.getName().toString().equals(Headers.REASON))
                                .map(it -> it.getValue().toString())
                                .findFirst()
                                .orElse(puback.getReasonString()
                                        .map(MqttUtf8String::toString)
                                        .orElse("")),
                        puback.getReasonCode().toString()));
            }
            if (cause instanceof Mqtt5SubAckException refused) {
                var suback = refused.getMqttMessage();
                throw new RefusedException(reason(
                        suback.getReasonString().map(MqttUtf8String::toString).orElse(""),
                        suback.getReasonCodes().toString()));
            }
            if (cause != null) {
                throw new CompletionException(cause);
            }
            return null;
        });
    }

    private static String reason(String text, String code) {
        return text.isEmpty() ? code : text.split(" ", 2)[0];
    }

    void close() {
        closing = true;
        client.disconnect().exceptionally(gone -> null);
    }
}
