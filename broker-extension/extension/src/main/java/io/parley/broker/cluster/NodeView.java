package io.parley.broker.cluster;

import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;

/** What this node knows of itself: members as it sees them, sessions that live here. Safe from any thread. */
final class NodeView {
    private final CompletableFuture<Void> up = new CompletableFuture<>();
    private final Set<ActorRef<EndpointMessage>> sessions = ConcurrentHashMap.newKeySet();
    /** The newest session of each endpoint on this node. */
    private final Map<EndpointId, Long> newest = new ConcurrentHashMap<>();

    private final Set<ActorRef<WatcherMessage>> watchers = ConcurrentHashMap.newKeySet();

    private final Set<ActorRef<HubMessage>> hubs = ConcurrentHashMap.newKeySet();

    private volatile List<String> members = List.of();

    CompletionStage<Void> up() {
        return up.minimalCompletionStage();
    }

    List<String> members() {
        return members;
    }

    void membersAre(List<String> addresses) {
        members = List.copyOf(addresses);
    }

    void isUp() {
        up.complete(null);
    }

    void ended() {
        members = List.of();
        up.completeExceptionally(new IllegalStateException("the node has left the cluster"));
    }

    void opened(EndpointId endpoint, long session) {
        newest.merge(endpoint, session, Math::max);
    }

    void closed(EndpointId endpoint, long session) {
        newest.remove(endpoint, session);
    }

    /** False once the endpoint has a newer session on this node. */
    boolean isNewest(EndpointId endpoint, long session) {
        return newest.getOrDefault(endpoint, session) <= session;
    }

    /** Users with an endpoint on this node. */
    Set<UserName> users() {
        return newest.keySet().stream().map(EndpointId::user).collect(Collectors.toSet());
    }

    void add(ActorRef<EndpointMessage> session) {
        sessions.add(session);
    }

    void remove(ActorRef<EndpointMessage> session) {
        sessions.remove(session);
    }

    void addWatcher(ActorRef<WatcherMessage> watcher) {
        watchers.add(watcher);
    }

    void removeWatcher(ActorRef<WatcherMessage> watcher) {
        watchers.remove(watcher);
    }

    void addHub(ActorRef<HubMessage> hub) {
        hubs.add(hub);
    }

    /** What others had to tell this node may be lost: everybody here is to look. */
    void newsMissed() {
        sessions.forEach(session -> session.tell(new EndpointActor.NewsMissed()));
        hubs.forEach(hub -> hub.tell(new HubActor.NewsMissed()));
        watchers.forEach(watcher -> watcher.tell(new WatcherActor.NewsMissed()));
    }
}
