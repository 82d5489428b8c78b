package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.admin.LifecycleStage;
import io.parley.broker.api.Api;
import io.parley.broker.conversation.Conversations;
import io.parley.broker.conversation.Owners;
import io.parley.broker.delivery.Endpoints;
import io.parley.broker.endpoint.ConnectionsEverywhere;
import io.parley.broker.identity.Gatekeeper;
import io.parley.broker.location.LocationRoom;
import io.parley.broker.location.TrackRules;
import io.parley.broker.presence.PresenceRights;
import io.parley.broker.presence.Presences;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.Health;
import io.parley.protocol.MessageId;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The edge of one node: everything registered with HiveMQ. Opened before HiveMQ listens, closed when the extension stops. */
public final class Edge implements AutoCloseable {
    private static final long SWEEP_MILLIS = 250;
    /** How often it is looked whom those may see who subscribed as OwnTracks does. */
    private static final long FRIENDS_SECONDS = 30;

    private final EdgeRoom room;
    private final Connections connections;
    private final ScheduledExecutorService timer;

    private Edge(EdgeRoom room, Connections connections, ScheduledExecutorService timer) {
        this.room = room;
        this.connections = connections;
        this.timer = timer;
    }

    /** Where time, chance and ids come from. */
    public record Sources(Clock clock, LongSupplier nanoTime, RandomGenerator random, Supplier<MessageId> newIds) {}

    /**
     * The rooms behind the edge.
     *
     * @param store while it is away, messages are refused as busy
     * @param node while it has a fault, nobody may sign in
     * @param peers filled by the edge, known to the cluster before
     */
    public record Behind(
            Conversations conversations,
            Owners owners,
            Endpoints endpoints,
            AckRouter router,
            Api api,
            Gatekeeper gatekeeper,
            Health store,
            Health node,
            EdgeObserver observer,
            Peers peers,
            EndpointDirectory directory,
            ConnectionsEverywhere everywhere,
            Presences presences,
            PresenceRights presenceRights,
            LocationRoom location) {}

    public static Edge open(EdgeSettings settings, Behind behind, Sources sources) {
        EdgeRoom room = new EdgeRoom(
                settings,
                behind.conversations(),
                behind.owners(),
                behind.endpoints(),
                new Admission(settings, behind.store()),
                behind.router(),
                behind.api(),
                behind.location(),
                new HiveMqWire(Services.publishService(), Services.clientService(), behind.observer()),
                behind.observer(),
                sources.clock(),
                sources.nanoTime(),
                sources.random(),
                sources.newIds());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "parley-edge");
            thread.setDaemon(true);
            return thread;
        });
        Handshakes handshakes = new Handshakes();
        ClientIds clientIds = new ClientIds();
        Wills wills = new Wills(room, timer);
        SignIns signIns = new SignIns(behind.directory(), behind.everywhere(), sources.clock());
        Connections connections = new Connections(room, handshakes, wills, behind.peers(), signIns, behind.presences());
        Login login = new Login(room, behind.gatekeeper(), signIns, handshakes, clientIds, behind.node());
        ConnectGate gate = new ConnectGate(handshakes);
        Lifecycle lifecycle = new Lifecycle(handshakes, clientIds, wills, connections);

        Services.interceptorRegistry().setConnectInboundInterceptorProvider(input -> gate);
        Services.securityRegistry().setAuthenticatorProvider(input -> login);
        Services.securityRegistry()
                .setAuthorizerProvider(input -> new TopicRights(
                        handshakes.of(input.getConnectionInformation()),
                        behind.presenceRights(),
                        behind.location().rights()::refusal));
        Services.eventRegistry().setClientLifecycleEventListener(input -> lifecycle);
        Services.initializerRegistry().setClientInitializer(connections);
        timer.scheduleWithFixedDelay(
                () -> {
                    behind.router().overdue(settings.answerPatience().toNanos());
                    behind.api().overdue();
                    behind.peers().endAgain();
                },
                SWEEP_MILLIS,
                SWEEP_MILLIS,
                TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(
                () -> behind.peers().forEach(peer -> peer.tracks().friends().look()),
                FRIENDS_SECONDS,
                FRIENDS_SECONDS,
                TimeUnit.SECONDS);
        return new Edge(room, connections, timer);
    }

    /**
     * Closes the broker to everybody, for a start that failed. Merely preventing the extension's start would leave the
     * decision to HiveMQ and whatever other extension is there, and the one HiveMQ ships lets everybody in.
     */
    public static void denyEverybody() {
        SimpleAuthenticator nobody = (input, output) -> output.failAuthentication(
                ConnackReasonCode.SERVER_UNAVAILABLE, "Parley did not start, see the broker's log");
        Services.securityRegistry().setAuthenticatorProvider(input -> nobody);
        Services.securityRegistry()
                .setAuthorizerProvider(input -> new TopicRights(
                        null,
                        (watched, viewer) -> CompletableFuture.completedStage(false),
                        (track, viewer) -> CompletableFuture.completedStage(Optional.of(TrackRules.unknown(track)))));
    }

    /** A check for {@code /health/ready}. */
    public static Optional<String> brokerFault() {
        LifecycleStage stage = Services.adminService().getCurrentStage();
        return stage == LifecycleStage.STARTED_SUCCESSFULLY
                ? Optional.empty()
                : Optional.of("HiveMQ is " + stage.name().toLowerCase(java.util.Locale.ROOT));
    }

    public int connections() {
        return connections.count();
    }

    public int inFlightMessages() {
        return room.admission().messages();
    }

    public long inFlightBytes() {
        return room.admission().bytes();
    }

    /** Ends every connection, so that clients look for another node. */
    public void sendEverybodyAway() {
        connections.sendAway();
    }

    /** HiveMQ withdraws the registrations itself. Sessions end, so that other nodes see the endpoints go. */
    @Override
    public void close() {
        timer.shutdownNow();
        connections.closeAll();
    }
}
