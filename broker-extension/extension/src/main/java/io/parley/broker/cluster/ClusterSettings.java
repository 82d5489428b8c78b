package io.parley.broker.cluster;

import java.time.Duration;
import java.util.List;

/**
 * Where this node is and whom it joins.
 *
 * @param host address other nodes reach this one at, and the one it listens on
 * @param port TCP port for other nodes, 1 to 65535
 * @param seedNodes {@code host:port} of nodes to join, the same list on every node; empty: this node is a cluster of its
 *     own, which others may join by naming it. Only the first of the list starts a cluster when none of them answers
 * @param leaveTimeout how long a graceful leave may take at the end, at least a second
 */
public record ClusterSettings(String host, int port, List<String> seedNodes, Duration leaveTimeout) {
    /**
     * Parts into which conversations, and users, are divided to be spread over the nodes. Ten a node keep the nodes'
     * shares about even, so 64 serve six nodes well and twenty within a third of each other; each part costs one idle actor and,
     * when first used, one round trip to the coordinator. It must be the same on all nodes: to change it, all are
     * stopped.
     */
    public static final int SHARDS = 64;

    /**
     * Owners one node keeps up at once; the one that was not used for longest rests when another is needed. One of a small
     * chat takes some 5 KB.
     */
    public static final int OWNERS_MAX = 40_000;

    public static final String LOOPBACK = "127.0.0.1";

    public static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

    public ClusterSettings {
        seedNodes = List.copyOf(seedNodes);
        if (host.isBlank()) {
            throw new IllegalArgumentException("cluster host must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("cluster port must be 1 to 65535, was " + port);
        }
        for (String seed : seedNodes) {
            if (!seed.matches("[^:\\s]+:\\d{1,5}")) {
                throw new IllegalArgumentException("a seed node is host:port, was '" + seed + "'");
            }
        }
        if (leaveTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("leave timeout must be at least 1 s, was " + leaveTimeout);
        }
    }

    /** A node on loopback that joins {@code seedNodes}. */
    public static ClusterSettings onLoopback(int port, List<String> seedNodes) {
        return new ClusterSettings(LOOPBACK, port, seedNodes, LEAVE_TIMEOUT);
    }
}
