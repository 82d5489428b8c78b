package io.parley.simulator.bench;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import io.parley.protocol.Headers;
import io.reactivex.disposables.CompositeDisposable;
import io.reactivex.processors.FlowableProcessor;
import io.reactivex.processors.UnicastProcessor;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection of the load generator, the same for both brokers. Callbacks run on the client's event loop: no
 * hop to another thread, no future per message.
 */
final class MqttLine implements AutoCloseable {
    /** Generous: with built-in passwords a thousand sign-ins take the server a while. */
    private static final Duration OPEN_PATIENCE = Duration.ofSeconds(60);

    /** Two cores carry broker, database and load; the event loops of all lines share as many threads. */
    private static final int EVENT_LOOPS = 2;

    /** Above any window used here, so that the client never holds a message back. */
    private static final int RECEIVE_MAXIMUM = 4_096;

    /** As in the SDK: Parley endpoints get QoS 0, so nothing counts against it. */
    private static final int RECEIVE_MAXIMUM_PARLEY = 16;

    static final MqttClientExecutorConfig EXECUTORS = MqttClientExecutorConfig.builder()
            .nettyThreads(EVENT_LOOPS)
            .applicationScheduler(Schedulers.trampoline())
            .build();

    private final Mqtt5RxClient client;
    private final CompositeDisposable streams = new CompositeDisposable();
    private final FlowableProcessor<Mqtt5Publish> outgoing =
            UnicastProcessor.<Mqtt5Publish>create().toSerialized();
    private volatile boolean closing;

    /** Whom to be; without a name, nobody. */
    record Identity(String clientId, @Nullable String user, String password, boolean batching) {}

    /** What comes back, on an event loop. */
    record Listener(
            Consumer<Mqtt5Publish> message, Consumer<Mqtt5PublishResult> published, Consumer<Throwable> broken) {}

    /** What to get. @param need what for, as a property that Parley heeds; empty for none */
    record Subscription(String filter, MqttQos qos, String need) {
        private Mqtt5Subscribe packet() {
            return Mqtt5Subscribe.builder()
                    .topicFilter(filter)
                    .qos(qos)
                    .userProperties(
                            need.isEmpty()
                                    ? Mqtt5UserProperties.of()
                                    : Mqtt5UserProperties.of(Mqtt5UserProperty.of("need", need)))
                    .build();
        }
    }

    /** Connects, subscribes, and is then ready to publish. Waits for both. */
    MqttLine(int port, Identity identity, @Nullable String filter, MqttQos qos, Listener listener) {
        this(port, identity, filter == null ? null : new Subscription(filter, qos, ""), listener);
    }

    /** Likewise. */
    MqttLine(int port, Identity identity, @Nullable Subscription subscription, Listener listener) {
        client = Mqtt5Client.builder()
                .identifier(identity.clientId())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .executorConfig(EXECUTORS)
                .buildRx();
        streams.add(client.publishes(MqttGlobalPublishFilter.ALL)
                .subscribe(listener.message()::accept, error -> broke(error, listener)));
        client.connect(connect(identity))
                .ignoreElement()
                .timeout(OPEN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .blockingAwait();
        if (subscription != null) {
            client.subscribe(subscription.packet())
                    .ignoreElement()
                    .timeout(OPEN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .blockingAwait();
        }
        streams.add(client.publish(outgoing)
                .subscribe(
                        result -> {
                            // what is on its way when we end the connection fails, and is no fault
                            if (!closing || result.getError().isEmpty()) {
                                listener.published().accept(result);
                            }
                        },
                        error -> broke(error, listener)));
    }

    private static Mqtt5Connect connect(Identity identity) {
        var connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(60)
                .restrictions()
                .receiveMaximum(identity.user() == null ? RECEIVE_MAXIMUM : RECEIVE_MAXIMUM_PARLEY)
                .applyRestrictions();
        String user = identity.user();
        if (user == null) {
            return connect.build();
        }
        var properties = connect.userProperties().add(Headers.PARLEY, Headers.PARLEY_VERSION);
        if (identity.batching()) {
            properties = properties.add(Headers.BATCH, Headers.BATCH_VERSION);
        }
        return properties
                .applyUserProperties()
                .simpleAuth()
                .username(user)
                .password(identity.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .build();
    }

    /** Our own disconnect ends the streams with an error, too. */
    private void broke(Throwable error, Listener listener) {
        if (!closing) {
            listener.broken().accept(error);
        }
    }

    /** Safe from any thread; returns at once. */
    void publish(Mqtt5Publish message) {
        outgoing.onNext(message);
    }

    @Override
    public void close() {
        closing = true;
        client.disconnect().timeout(5, TimeUnit.SECONDS).onErrorComplete().blockingAwait();
    }
}
