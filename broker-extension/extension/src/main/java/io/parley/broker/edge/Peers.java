package io.parley.broker.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.broker.endpoint.Arrival;
import io.parley.broker.endpoint.ConnectionsHere;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The established connections of this node. A sign-out may meet a CONNECT that has passed the directory and is no peer yet,
 * so sign-outs are remembered for longer than a login may take. Safe from any thread.
 */
public final class Peers implements ConnectionsHere {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    /** Why it ends; also why a CONNECT is refused. */
    static final String SIGNED_OUT = "signed-out";

    static final String MADE_ROOM = "signed-in-elsewhere";

    private static final int SIGN_OUTS_MAX = 100_000;

    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<UserName, List<Peer>> byUser = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Cache<EndpointId, Long> signOuts;
    /** Told to go and not yet gone. */
    private final Map<Peer, String> going = new ConcurrentHashMap<>();

    public Peers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.signOuts = Caffeine.newBuilder()
                .maximumSize(SIGN_OUTS_MAX)
                .expireAfterWrite(Login.PATIENCE.plus(Duration.ofSeconds(60)))
                .executor(Runnable::run)
                .build();
    }

    /** Counts it in; one that was signed out since its CONNECT was first looked at is ended at once. */
    void add(Peer peer) {
        byUser.merge(peer.user(), List.of(peer), Peers::both);
        count.incrementAndGet();
        Long signedOut = signOuts.getIfPresent(peer.signedIn().endpoint());
        if (signedOut != null && signedOut - peer.signedIn().visit().begunNanos() >= 0) {
            end(peer, SIGNED_OUT);
        }
    }

    private void end(Peer peer, String reason) {
        going.put(peer, reason);
        peer.signOut(reason);
    }

    /** The broker does not yet find a connection by its client id while it is being established, so it is told again. */
    void endAgain() {
        going.forEach((peer, reason) -> {
            if (newestOfEach(peer.user()).contains(peer)) {
                peer.signOut(reason);
            }
        });
    }

    private static List<Peer> both(List<Peer> some, List<Peer> more) {
        List<Peer> sum = new ArrayList<>(some);
        sum.addAll(more);
        return List.copyOf(sum);
    }

    /** @return whether it was counted */
    boolean remove(Peer peer) {
        boolean[] removed = {false};
        byUser.computeIfPresent(peer.user(), (user, peers) -> {
            List<Peer> rest = peers.stream().filter(it -> !it.equals(peer)).toList();
            removed[0] = rest.size() < peers.size();
            return rest.isEmpty() ? null : rest;
        });
        going.remove(peer);
        if (removed[0]) {
            count.decrementAndGet();
        }
        return removed[0];
    }

    int count() {
        return count.get();
    }

    void forEach(Consumer<Peer> action) {
        byUser.values().forEach(peers -> peers.forEach(action));
    }

    private Collection<Peer> newestOfEach(UserName user) {
        Map<EndpointId, Peer> newest = new HashMap<>();
        for (Peer peer : byUser.getOrDefault(user, List.of())) {
            newest.merge(
                    peer.signedIn().endpoint(),
                    peer,
                    (one, other) ->
                            one.signedIn().connection() > other.signedIn().connection() ? one : other);
        }
        return newest.values();
    }

    @Override
    public Set<String> of(UserName user) {
        return byUser.getOrDefault(user, List.of()).stream()
                .filter(peer -> !peer.connection().isSignedOut())
                .map(peer -> peer.signedIn().endpoint().clientId())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void lookAtTracks(Set<UserName> users) {
        users.forEach(user -> byUser.getOrDefault(user, List.of())
                .forEach(peer -> peer.tracks().friends().look()));
    }

    @Override
    public void signOut(EndpointId endpoint) {
        signOuts.put(endpoint, nanoTime.getAsLong());
        for (Peer peer : byUser.getOrDefault(endpoint.user(), List.of())) {
            if (peer.signedIn().endpoint().equals(endpoint)) {
                LOG.info("{} is signed out", endpoint);
                end(peer, SIGNED_OUT);
            }
        }
    }

    /** The broker ends connections by client id: one that is being taken over is left to it, or its successor would go too. */
    @Override
    public Optional<Arrival> makeRoom(Arrival arrived) {
        Optional<Arrival> newer = Optional.empty();
        for (Peer peer : newestOfEach(arrived.endpoint().user())) {
            Visit visit = peer.signedIn().visit();
            EndpointId endpoint = peer.signedIn().endpoint();
            if (arrived.admits(endpoint, visit.kind())) {
                continue;
            }
            if (arrived.isNewerThan(endpoint, visit.at())) {
                LOG.debug("{} makes room for {}", endpoint, arrived.endpoint());
                end(peer, MADE_ROOM);
            } else if (newer.isEmpty() || !newer.get().isNewerThan(endpoint, visit.at())) {
                newer = Optional.of(new Arrival(endpoint, visit.kind(), visit.at(), arrived.policy()));
            }
        }
        return newer;
    }
}
