package io.parley.simulator.bench;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that takes one packet at a time and a second for each, before it acknowledges it. */
final class SlowViewer implements AutoCloseable {
    private static final Duration TAKES = Duration.ofSeconds(1);
    private static final int PATIENCE_SECONDS = 60;
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "slow viewers");
        thread.setDaemon(true);
        return thread;
    });

    private final Mqtt5AsyncClient client;

    /** Connects and subscribes; waits for both. */
    SlowViewer(int port, MqttLine.Identity identity, String filter, Consumer<Mqtt5Publish> given) {
        client = Mqtt5Client.builder()
                .identifier(identity.clientId() + "-slow")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .executorConfig(MqttLine.EXECUTORS)
                .buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                packet -> {
                    given.accept(packet);
                    TIMER.schedule(packet::acknowledge, TAKES.toMillis(), TimeUnit.MILLISECONDS);
                },
                true);
        var connect = client.connectWith()
                .cleanStart(true)
                .restrictions()
                .receiveMaximum(1)
                .applyRestrictions();
        @Nullable String user = identity.user();
        if (user != null) {
            connect = connect.simpleAuth()
                    .username(user)
                    .password(identity.password().getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        connect.send().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        client.disconnect()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(gone -> null)
                .join();
    }
}
