package io.parley.broker.location;

import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Who watches one track, node by node. Part of {@link LiveTrack}. */
final class Audience<N> {
    private record Watching(Map<UserName, Need> viewers, long heardAt) {}

    private final Map<N, Watching> nodes = new HashMap<>();

    void are(N node, Map<UserName, Need> viewers, long now) {
        if (viewers.isEmpty()) {
            nodes.remove(node);
        } else {
            nodes.put(node, new Watching(Map.copyOf(viewers), now));
        }
    }

    Set<N> nodes() {
        return nodes.keySet();
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    Set<UserName> at(N node) {
        Watching watching = nodes.get(node);
        return watching == null ? Set.of() : watching.viewers().keySet();
    }

    /** Those that were not heard of since then are gone, and nobody said so. */
    void forgetBefore(long then) {
        nodes.values().removeIf(watching -> watching.heardAt() < then);
    }

    void forget(N node) {
        nodes.remove(node);
    }

    void clear() {
        nodes.clear();
    }

    /** Of those who count, the one that wants most. */
    Optional<Need> need(Predicate<UserName> counts) {
        Optional<Need> most = Optional.empty();
        for (Watching watching : nodes.values()) {
            for (Map.Entry<UserName, Need> viewer : watching.viewers().entrySet()) {
                if (counts.test(viewer.getKey())) {
                    most = Optional.of(
                            most.isEmpty() ? viewer.getValue() : most.get().or(viewer.getValue()));
                }
            }
            if (most.isPresent() && most.get() == Need.CLOSE) {
                return most;
            }
        }
        return most;
    }

    boolean anybody(Predicate<UserName> is) {
        return nodes.values().stream()
                .anyMatch(watching -> watching.viewers().keySet().stream().anyMatch(is));
    }

    /** How many look how closely, a user on two nodes counted twice. */
    Map<Need, Integer> counts() {
        Map<Need, Integer> counts = new HashMap<>();
        nodes.values()
                .forEach(watching -> watching.viewers().values().forEach(need -> counts.merge(need, 1, Integer::sum)));
        return counts;
    }
}
