package io.parley.broker;

import com.codahale.metrics.MetricRegistry;
import com.github.f4b6a3.uuid.UuidCreator;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.cluster.ClusterNode;
import io.parley.broker.cluster.ClusterParts;
import io.parley.broker.contact.Chats;
import io.parley.broker.contact.StoredChats;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.RulesFactory;
import io.parley.broker.conversation.UnreadAudit;
import io.parley.broker.delivery.DeliverySettings;
import io.parley.broker.edge.AckRouter;
import io.parley.broker.edge.Edge;
import io.parley.broker.edge.Peers;
import io.parley.broker.group.GroupLimits;
import io.parley.broker.http.Check;
import io.parley.broker.http.HttpApi;
import io.parley.broker.http.HttpServer;
import io.parley.broker.http.OperatorRoutes;
import io.parley.broker.identity.Gatekeeper;
import io.parley.broker.identity.TokenGate;
import io.parley.broker.location.LocationParts;
import io.parley.broker.observe.BrokerMetrics;
import io.parley.broker.observe.Meters;
import io.parley.broker.presence.PresenceParts;
import io.parley.broker.presence.PresenceRights;
import io.parley.broker.presence.PresenceSettings;
import io.parley.broker.schedule.SchedulerSettings;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.MessageId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: makes the rooms and hands them to each other, in the order in which they need each other, and ends
 * them in the opposite one. Starting blocks until the store answers and, within bounds, until the cluster is joined.
 */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final int PROCESS_KEY_BYTES = 32;
    /** Longer, and HiveMQ starts to listen while this node still joins; until it has joined nobody may sign in. */
    private static final long JOIN_PATIENCE_SECONDS = 20;

    /** One online user's unread counts are recomputed that often. */
    private static final Duration AUDIT_PAUSE = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile boolean closing;

    private Node() {}

    /**
     * @param loader of Parley's classes and their libraries
     * @throws RuntimeException if a room does not start; nothing is left open
     */
    static Node start(NodeSettings settings, MetricRegistry brokerMetrics, ClassLoader loader) {
        Node node = new Node();
        try {
            node.wire(settings, brokerMetrics, loader);
            return node;
        } catch (RuntimeException | Error failed) {
            node.close();
            throw failed;
        }
    }

    private void wire(NodeSettings settings, MetricRegistry brokerMetrics, ClassLoader loader) {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();

        Meters meters = opened(new Meters());
        meters.include(new BrokerMetrics(brokerMetrics));

        CassandraStorage storage = opened(CassandraStorage.connect(settings.storage(), meters.storage()));

        Gatekeeper gatekeeper = opened(gatekeeper(settings, storage, random));
        AckRouter router = new AckRouter(System::nanoTime);
        Peers peers = new Peers(System::nanoTime);
        PresenceRights maySee = NodeCalls.presenceRights(storage);
        NodeFollowing following = opened(new NodeFollowing(storage, meters, clock));
        LocationParts location =
                NodeLocation.parts(storage.tracks(), storage.groups(), following.source(), meters.location());
        ClusterParts parts = new ClusterParts(
                storage.conversations(),
                storage.endpoints(),
                rules(storage),
                router,
                peers,
                new PresenceParts(storage.presence(), maySee, PresenceSettings.DEFAULT),
                location,
                ConversationSettings.DEFAULT,
                meters.conversation(),
                DeliverySettings.DEFAULT,
                meters.delivery(),
                clock,
                random.nextLong());
        ClusterNode cluster = opened(ClusterNode.start(settings.cluster(), parts, loader));
        following.begin(cluster);

        cluster.runScheduler(
                storage.schedules(), NodeCalls.sending(storage, cluster, clock), SchedulerSettings.DEFAULT);
        NodeLocation live = new NodeLocation(location, following, cluster, random, clock);
        Supplier<MessageId> newIds = () -> MessageId.of(UuidCreator.getTimeOrderedEpoch());
        Api api = new Api(
                NodeCalls.of(storage, cluster, live.calls(), clock),
                ApiSettings.DEFAULT,
                System::nanoTime,
                meters.api());
        Edge edge = opened(Edge.open(
                settings.edge(),
                new Edge.Behind(
                        cluster,
                        cluster,
                        cluster,
                        router,
                        api,
                        gatekeeper,
                        storage.health(),
                        () -> clusterFault(cluster),
                        meters.edge(),
                        peers,
                        storage.directory(),
                        cluster.connections(),
                        cluster.presences(),
                        maySee,
                        live.room()),
                new Edge.Sources(clock, System::nanoTime, random, newIds)));
        gauges(meters, edge, api, cluster);
        meters.gauge("parley.tracks.followed", "Tracks whose owners live on this node", following::followed);
        cluster.ended().thenRun(() -> clusterEnded(edge));
        awaitJoin(cluster);

        UnreadAudit audit = new UnreadAudit(
                storage.conversations(), storage.endpoints(), cluster, cluster::usersHere, meters.unread());
        opened(new Background("parley-audit", AUDIT_PAUSE, audit::next));

        TokenGate tokens = new TokenGate(storage.tokens(), System::nanoTime, clock);
        HttpServer server = opened(HttpServer.start(
                settings.http(),
                operators(meters, storage, cluster),
                new HttpApi(api, tokens, storage.health(), newIds, HttpApi.BODY_PATIENCE, meters.http()),
                live.guests()));
        LOG.info(
                "Parley is up: members {}, api, health and metrics on http://{}:{}",
                cluster.members(),
                settings.http().bind(),
                server.port());
    }

    private static Gatekeeper gatekeeper(NodeSettings settings, CassandraStorage storage, SecureRandom random) {
        byte[] processKey = new byte[PROCESS_KEY_BYTES];
        random.nextBytes(processKey);
        return new Gatekeeper(storage.accounts(), settings.loginThreads(), processKey, System::nanoTime);
    }

    private static RulesFactory rules(CassandraStorage storage) {
        Chats chats = new StoredChats(storage.profiles(), storage.contacts());
        return new KindsOfRules(chats, storage.groups(), GroupLimits.DEFAULT, storage.amendments());
    }

    private static void gauges(Meters meters, Edge edge, Api api, ClusterNode cluster) {
        meters.gauge("parley.connections", "Connections that are signed in", edge::connections);
        meters.gauge("parley.inflight.messages", "Messages without an answer yet", edge::inFlightMessages);
        meters.gauge("parley.inflight.content.bytes", "Their content", edge::inFlightBytes);
        meters.gauge("parley.api.underway", "Api calls without an answer yet", api::underWay);
        meters.gauge(
                "parley.cluster.members",
                "Nodes that are up, as this one sees it",
                () -> cluster.members().size());
    }

    private static OperatorRoutes operators(Meters meters, CassandraStorage storage, ClusterNode cluster) {
        return new OperatorRoutes(
                meters::scrape,
                List.of(new Check("cluster", () -> endedFault(cluster))),
                List.of(
                        new Check("storage", storage.health()::fault),
                        new Check("cluster", () -> clusterFault(cluster)),
                        new Check("broker", Edge::brokerFault)));
    }

    private <T extends AutoCloseable> T opened(T room) {
        open.push(room);
        return room;
    }

    private static Optional<String> clusterFault(ClusterNode cluster) {
        return cluster.members().isEmpty() ? Optional.of("this node is no member of the cluster") : Optional.empty();
    }

    /** A node the others took for dead cannot come back without a restart. */
    private static Optional<String> endedFault(ClusterNode cluster) {
        return cluster.ended().toCompletableFuture().isDone()
                ? Optional.of("this node was removed from the cluster and must be restarted")
                : Optional.empty();
    }

    private void clusterEnded(Edge edge) {
        if (!closing) {
            LOG.error("This node was removed from the cluster. Its clients are sent away; restart it");
            edge.sendEverybodyAway();
        }
    }

    private static void awaitJoin(ClusterNode cluster) {
        try {
            cluster.awaitUp().toCompletableFuture().get(JOIN_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException later) {
            LOG.warn("Not a member of the cluster yet: nobody can sign in here until it is");
        } catch (ExecutionException ended) {
            throw new IllegalStateException("the cluster could not be joined", ended.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining the cluster", stopped);
        }
    }

    /** Clients first, then the cluster, then the store. Blocks; one that fails does not keep the others from closing. */
    @Override
    public void close() {
        closing = true;
        while (!open.isEmpty()) {
            AutoCloseable room = open.pop();
            try {
                room.close();
            } catch (Exception failed) {
                LOG.warn("{} did not close in order", room.getClass().getSimpleName(), failed);
            }
        }
    }
}
