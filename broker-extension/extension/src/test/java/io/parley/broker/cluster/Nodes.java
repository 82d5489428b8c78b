package io.parley.broker.cluster;

import io.parley.broker.KindsOfRules;
import io.parley.broker.contact.Chats;
import io.parley.broker.contact.OpenChats;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.Connection;
import io.parley.broker.delivery.Delivery;
import io.parley.broker.delivery.DeliveryObserver;
import io.parley.broker.delivery.DeliverySettings;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.Endpoints;
import io.parley.broker.delivery.SyncDemand;
import io.parley.broker.endpoint.Arrival;
import io.parley.broker.endpoint.ConnectionsHere;
import io.parley.broker.group.GroupLimits;
import io.parley.broker.location.LocationObserver;
import io.parley.broker.location.LocationParts;
import io.parley.broker.location.LocationSettings;
import io.parley.broker.location.TrackFollower;
import io.parley.broker.presence.PresenceParts;
import io.parley.broker.presence.PresenceSettings;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.SyncReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Nodes of one cluster in this JVM, over one memory, and endpoints connected to them. */
public final class Nodes implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final MemoryStorage storage = new MemoryStorage(executor);
    private final Chats chats = new OpenChats(user -> true);
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<String> seeds = new ArrayList<>();
    private final Map<MessageId, Ack> acks = new ConcurrentHashMap<>();
    private final AtomicLong connections = new AtomicLong();

    public ClusterNode start() throws Exception {
        ClusterNode node = begin();
        node.awaitUp().toCompletableFuture().get(30, TimeUnit.SECONDS);
        return node;
    }

    public MemoryStorage storage() {
        return storage;
    }

    ClusterNode first() {
        return nodes.get(0);
    }

    private ClusterNode begin() {
        int port = freePort();
        if (seeds.isEmpty()) {
            seeds.add("127.0.0.1:" + port);
        }
        ClusterParts parts = new ClusterParts(
                storage.conversations(),
                storage.endpoints(),
                new KindsOfRules(chats, storage.groups(), GroupLimits.DEFAULT, storage.amendments()),
                (connection, answers) -> answers.forEach(ack -> acks.put(ack.id(), ack)),
                new ConnectedHere(Set.of("at-" + port)),
                new PresenceParts(
                        storage.presence(),
                        (watched, viewer) -> CompletableFuture.completedStage(!hiding.contains(watched)),
                        new PresenceSettings(
                                Duration.ofSeconds(7), Duration.ofMinutes(15), 200, 10_000, Duration.ofSeconds(60))),
                new LocationParts(
                        storage.tracks(),
                        storage.groups(),
                        track -> TrackFollower.NOBODY,
                        LocationObserver.NONE,
                        LocationSettings.DEFAULT),
                ConversationSettings.DEFAULT,
                ConversationObserver.NONE,
                DeliverySettings.DEFAULT,
                DeliveryObserver.NONE,
                Clock.systemUTC(),
                1);
        ClusterNode node = ClusterNode.start(
                new ClusterSettings("127.0.0.1", port, seeds, Duration.ofSeconds(20)),
                parts,
                Nodes.class.getClassLoader());
        nodes.add(node);
        return node;
    }

    /** Users who let nobody see whether they are online. */
    final Set<UserName> hiding = ConcurrentHashMap.newKeySet();

    final Queue<String> connectionsTold = new ConcurrentLinkedQueue<>();

    /** Says which node it is at as if that were a client id. */
    private final class ConnectedHere implements ConnectionsHere {
        private final Set<String> clientIds;

        ConnectedHere(Set<String> clientIds) {
            this.clientIds = clientIds;
        }

        @Override
        public Set<String> of(UserName user) {
            return clientIds;
        }

        @Override
        public void lookAtTracks(Set<UserName> users) {
            connectionsTold.add("look at tracks " + users);
        }

        @Override
        public void signOut(EndpointId endpoint) {
            connectionsTold.add("sign out " + endpoint);
        }

        @Override
        public Optional<Arrival> makeRoom(Arrival arrived) {
            connectionsTold.add("make room for " + arrived.endpoint());
            return Optional.empty();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Client connect(ClusterNode node, String user, String clientId, EndpointKind kind) {
        return new Client(node, new EndpointId(new UserName(user), clientId), kind);
    }

    @Nullable Ack ackOf(MessageId id) {
        return acks.get(id);
    }

    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
        executor.shutdownNow();
    }

    /** An endpoint that keeps what it is sent, and acknowledges what it is told to. */
    public final class Client implements Connection {
        final List<Delivery> delivered = new CopyOnWriteArrayList<>();
        public final List<String> events = new CopyOnWriteArrayList<>();
        final List<SyncReply> replies = new CopyOnWriteArrayList<>();
        volatile boolean takenOver;
        private final ClusterNode node;
        private final EndpointId endpoint;
        private final long number = connections.incrementAndGet();
        private final Endpoints.Session session;
        private long ids;

        Client(ClusterNode node, EndpointId endpoint, EndpointKind kind) {
            this.node = node;
            this.endpoint = endpoint;
            this.session = node.open(endpoint, kind, this);
        }

        Endpoints.Session session() {
            return session;
        }

        /** Syncs from nothing and goes live. */
        public void sync() {
            session.sync(new SyncDemand(Map.of(), 500, 0, "inbox/" + endpoint.user() + "/reply", null));
        }

        MessageId say(String peer, String text) {
            MessageId id = new MessageId(number << 16 | 0x7000, Long.MIN_VALUE | ++ids);
            node.submit(List.of(
                    new Submission(chat(peer), endpoint, number, id, null, 0, "text/plain", Content.ofText(text))));
            return id;
        }

        ConversationId chat(String peer) {
            return ConversationId.chat(endpoint.user(), new UserName(peer));
        }

        List<String> texts() {
            return delivered.stream().map(it -> it.message().content().asText()).toList();
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public void deliver(List<Delivery> deliveries) {
            // it gives no receipts by itself, and a slow machine takes longer than the first resend
            deliveries.stream().filter(it -> it.resend() == 0).forEach(delivered::add);
        }

        @Override
        public void event(String kind, String contentType, byte[] body) {
            events.add(kind + " " + new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public void reply(String topic, @Nullable MessageId correlation, String contentType, byte[] body) {
            try {
                replies.add(Bodies.readSyncReply(body));
            } catch (BadBodyException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void takenOver() {
            takenOver = true;
        }
    }
}
