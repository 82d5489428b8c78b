package io.parley.sdk.internal.transport;

import io.parley.protocol.EndpointId;
import io.parley.protocol.Headers;
import io.parley.protocol.Reason;
import io.parley.protocol.Topics;
import io.parley.sdk.internal.session.Input.Cause;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Paho client from connect to the end of its connection.
 *
 * <p>Paho's callbacks only pass on what happened, and nothing once this connection is forgotten. Paho throws when more
 * publishes are open than the server's Receive Maximum allows, so they are counted here and the rest is kept back.
 */
final class PahoConnection implements MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    /**
     * Messages come with QoS 0, so nothing counts against it; and the broker does work for each packet in proportion to it.
     * Below 32,768: Paho reads and writes it as a signed 16-bit number in places.
     */
    private static final int RECEIVE_MAXIMUM = 16;

    private static final int PUBLISHES_OPEN_MAX = 256;
    /** What the session has in flight is far less; beyond it something is wrong and the timeouts repeat. */
    private static final int KEPT_BACK_MAX = 1_024;

    private static final int QUIESCE_MILLIS = 500;
    private static final int TEAR_DOWN_MILLIS = 1_000;
    private static final int RECEIVE_MAXIMUM_DEFAULT = 65_535;
    private static final int TAKEN_OVER = 0x8E;
    /** Administrative action: signed out, or displaced by the user's sign-in policy. To come back by itself would undo it. */
    private static final int SENT_AWAY = 0x98;

    private static final int FAILURE = 0x80;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int QUOTA_EXCEEDED = 0x97;
    /** User property of a SUBSCRIBE. */
    private static final String NEED = "need";

    private static final int REASON_CODE_MAX = 0xFF;

    private final long number;
    private final URI server;
    private final EndpointId me;
    private final byte[] password;
    private final Transport.Events events;
    private final Executor chores;
    private final Queue<Packet> keptBack = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int openMax = PUBLISHES_OPEN_MAX;
    private volatile boolean forgotten;
    private volatile @Nullable MqttAsyncClient client;

    PahoConnection(long number, URI server, EndpointId me, byte[] password, Transport.Events events, Executor chores) {
        this.number = number;
        this.server = server;
        this.me = me;
        this.password = password;
        this.events = events;
        this.chores = chores;
    }

    long number() {
        return number;
    }

    /** From now on there are no events of this connection. */
    void forget() {
        forgotten = true;
    }

    /** On a thread for chores. */
    void open() {
        try {
            MqttAsyncClient paho = new MqttAsyncClient(server.toString(), me.clientId(), new MemoryPersistence());
            client = paho;
            paho.setCallback(this);
            if (!forgotten) {
                paho.connect(options(), null, new Then(this::subscribe, this::failed));
            }
        } catch (MqttException | RuntimeException e) {
            lost(Cause.LOST, describe(e));
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(me.user().value());
        options.setPassword(password);
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(CONNECT_TIMEOUT_SECONDS);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setTopicAliasMaximum(0);
        options.setUseSubscriptionIdentifiers(false);
        options.setSocketFactory(new PromptSockets());
        options.setUserProperties(List.of(
                new UserProperty(Headers.PARLEY, Headers.PARLEY_VERSION),
                new UserProperty(Headers.BATCH, Headers.BATCH_VERSION)));
        return options;
    }

    private void subscribe(IMqttToken connected) {
        MqttProperties answer = connected.getResponseProperties();
        Integer receiveMaximum = answer == null ? null : answer.getReceiveMaximum();
        int announced = receiveMaximum == null ? RECEIVE_MAXIMUM_DEFAULT : receiveMaximum & 0xFFFF;
        openMax = Math.max(1, Math.min(PUBLISHES_OPEN_MAX, announced));
        chore(() -> {
            MqttAsyncClient paho = client;
            if (paho == null || forgotten) {
                return;
            }
            try {
                paho.subscribe(
                        new MqttSubscription[] {new MqttSubscription(Topics.inbox(me.user()), 1)},
                        null,
                        new Then(this::subscribed, this::failed),
                        new MqttProperties());
            } catch (MqttException | RuntimeException e) {
                lost(Cause.LOST, describe(e));
            }
        });
    }

    private void subscribed(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= FAILURE) {
            lost(Cause.LOST, "subscription refused, reason code " + codes[0]);
        } else if (!forgotten) {
            events.connected(number);
        }
    }

    /** On a thread for chores. */
    void subscribe(String filter, @Nullable String need) {
        MqttProperties properties = new MqttProperties();
        if (need != null) {
            properties.setUserProperties(List.of(new UserProperty(NEED, need)));
        }
        withPaho(
                filter,
                paho -> paho.subscribe(
                        new MqttSubscription[] {new MqttSubscription(filter, 0)},
                        null,
                        new Then(token -> granted(filter, token), cause -> trouble(filter, cause)),
                        properties));
    }

    /** On a thread for chores. */
    void unsubscribe(String filter) {
        withPaho(
                filter,
                paho -> paho.unsubscribe(
                        new String[] {filter},
                        null,
                        new Then(token -> {}, cause -> trouble(filter, cause)),
                        new MqttProperties()));
    }

    @FunctionalInterface
    private interface Asking {
        void ask(MqttAsyncClient paho) throws MqttException;
    }

    private void withPaho(String filter, Asking asking) {
        MqttAsyncClient paho = client;
        if (paho == null || forgotten) {
            return;
        }
        try {
            asking.ask(paho);
        } catch (MqttException | RuntimeException e) {
            trouble(filter, e);
        }
    }

    private void trouble(String filter, @Nullable Throwable cause) {
        LOG.debug("Subscription to {} on connection {} of {}: {}", filter, number, me, describe(cause));
        if (cause instanceof MqttException it
                && it.getReasonCode() >= FAILURE
                && it.getReasonCode() <= REASON_CODE_MAX) {
            refused(filter, it.getReasonCode(), null);
        }
    }

    private void granted(String filter, IMqttToken token) {
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= FAILURE) {
            refused(filter, codes[0], token.getResponseProperties());
        }
    }

    /** A SUBACK may say in words why; its code alone says only that it is not granted. */
    private void refused(String filter, int code, @Nullable MqttProperties answer) {
        Reason said = Wire.refusal(answer == null ? null : answer.getReasonString());
        Reason meant = said != Reason.UNKNOWN_OUTCOME
                ? said
                : code == QUOTA_EXCEEDED ? Reason.LIMIT_REACHED : code == NOT_AUTHORIZED ? Reason.NOT_ALLOWED : said;
        if (!forgotten) {
            events.refused(number, filter, meant);
        }
    }

    private void failed(@Nullable Throwable cause) {
        boolean refused = cause instanceof MqttException it && ReasonCodes.isFinal(it.getReasonCode());
        lost(refused ? Cause.REFUSED : Cause.LOST, describe(cause));
    }

    private void lost(Cause cause, String reason) {
        if (!forgotten) {
            events.disconnected(number, cause, reason);
        }
    }

    private void chore(Runnable task) {
        try {
            chores.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("Connection {} of {} is being closed", number, me);
        }
    }

    void publish(Packet packet) {
        if (keptBack.size() >= KEPT_BACK_MAX) {
            LOG.warn("{} publishes are kept back on connection {} of {}, dropping one", KEPT_BACK_MAX, number, me);
            return;
        }
        keptBack.add(packet);
        resume();
    }

    /** By the session's thread only, so that packets keep their order. */
    void resume() {
        while (open.get() < openMax) {
            Packet packet = keptBack.poll();
            MqttAsyncClient paho = client;
            if (packet == null || paho == null) {
                return;
            }
            open.incrementAndGet();
            try {
                paho.publish(
                        packet.topic(),
                        message(packet),
                        null,
                        new Then(it -> answered(packet, it), it -> unanswered()));
            } catch (MqttException | RuntimeException e) {
                open.decrementAndGet();
                LOG.debug("Publish on connection {} of {} failed: {}", number, me, describe(e));
            }
        }
    }

    private static MqttMessage message(Packet packet) {
        MqttProperties properties = new MqttProperties();
        if (packet.correlation() != null) {
            properties.setCorrelationData(packet.correlation().toBytes());
        }
        if (packet.responseTopic() != null) {
            properties.setResponseTopic(packet.responseTopic());
        }
        if (packet.contentType() != null) {
            properties.setContentType(packet.contentType());
        }
        if (packet.after() != null) {
            properties.setUserProperties(
                    List.of(new UserProperty(Headers.AFTER, packet.after().toString())));
        }
        if (packet.expirySeconds() >= 0) {
            properties.setMessageExpiryInterval(packet.expirySeconds());
        }
        return new MqttMessage(packet.payload(), 1, false, properties);
    }

    private void answered(Packet packet, IMqttToken token) {
        roomMade();
        if (packet.token() != 0 && !forgotten) {
            events.answered(number, packet.token(), refusal(token));
        }
    }

    private static @Nullable Reason refusal(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        if (codes == null || codes.length == 0 || codes[0] < FAILURE) {
            return null;
        }
        MqttProperties answer = token.getResponseProperties();
        return Wire.refusal(answer == null ? null : answer.getReasonString());
    }

    private void unanswered() {
        roomMade();
    }

    private void roomMade() {
        open.decrementAndGet();
        if (!keptBack.isEmpty() && !forgotten) {
            events.writable(number);
        }
    }

    /** On a thread for chores; may take a while. */
    void tearDown() {
        close(false);
    }

    /** On a thread for chores: lets what was published leave, then says goodbye. */
    void leave() {
        close(true);
    }

    private void close(boolean politely) {
        MqttAsyncClient paho = client;
        if (paho == null) {
            return;
        }
        try {
            if (paho.isConnected()) {
                paho.disconnectForcibly(politely ? QUIESCE_MILLIS : 0, TEAR_DOWN_MILLIS, politely);
            }
        } catch (MqttException | RuntimeException e) {
            LOG.debug("Disconnect of connection {} of {}: {}", number, me, describe(e));
        }
        try {
            paho.close(true);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("Close of connection {} of {}: {}", number, me, describe(e));
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        try {
            if (!forgotten) {
                events.arrived(number, delivery(topic, message));
            }
        } catch (RuntimeException e) {
            // Paho ends the connection when a callback throws
            LOG.error("Message on connection {} of {} was not taken", number, me, e);
        }
    }

    private static Delivery delivery(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        if (properties == null) {
            return new Delivery(topic, message.getPayload(), null, null, Map.of());
        }
        Map<String, String> user = new HashMap<>();
        for (UserProperty property : properties.getUserProperties()) {
            user.putIfAbsent(property.getKey(), property.getValue());
        }
        Long expirySeconds = properties.getMessageExpiryInterval();
        return new Delivery(
                topic,
                message.getPayload(),
                properties.getCorrelationData(),
                properties.getContentType(),
                user,
                expirySeconds == null ? 0 : expirySeconds);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        String reason = response.getReasonString();
        Cause cause = switch (response.getReturnCode()) {
            case TAKEN_OVER -> Cause.TAKEN_OVER;
            case SENT_AWAY -> Cause.REFUSED;
            default -> Cause.LOST;
        };
        lost(
                cause,
                cause == Cause.TAKEN_OVER
                        ? "another client signed in as " + me
                        : reason != null ? reason : describe(response.getException()));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.debug("Connection {} of {}: {}", number, me, describe(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    private static String describe(@Nullable Throwable cause) {
        if (cause == null) {
            return "connection lost";
        }
        if (cause instanceof MqttException it) {
            return ReasonCodes.describe(it);
        }
        return cause.toString();
    }

    /** Paho's two-method listener from two functions. */
    private record Then(Consumer<IMqttToken> success, Consumer<@Nullable Throwable> failure)
            implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            success.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, @Nullable Throwable cause) {
            failure.accept(cause);
        }
    }
}
