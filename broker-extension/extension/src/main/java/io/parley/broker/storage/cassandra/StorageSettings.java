package io.parley.broker.storage.cassandra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which Cassandra and how hard to use it. An instance is valid: the constructor refuses with every fault at once.
 *
 * @param contactPoints {@code host:port} or {@code [v6]:port}; any one that answers is enough
 * @param localDatacenter where reads and writes are counted (LOCAL_QUORUM); {@code datacenter1} on the embedded node
 * @param keyspace made if absent, 1 to 48 of {@code a-z 0-9 _}
 * @param replication used only when the keyspace is made
 * @param connectDeadline how long {@link CassandraStorage#connect} keeps trying
 * @param requestTimeout patience with one request; past it the outcome of a write is unknown
 * @param connectionsPerNode 1 or 2 are enough: a connection carries thousands of requests at once
 * @param readsInFlightMax reads sent and not answered; more wait
 * @param readsQueuedMax reads that wait; more are refused
 */
public record StorageSettings(
        List<String> contactPoints,
        String localDatacenter,
        String keyspace,
        Replication replication,
        Optional<Login> login,
        Duration connectDeadline,
        Duration requestTimeout,
        int connectionsPerNode,
        WriteLimits writes,
        int readsInFlightMax,
        int readsQueuedMax) {
    private static final Pattern CONTACT_POINT = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]\\s]+):([0-9]{1,5})");
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    /** @param passwordFile its first line is the password; read at connect, never logged */
    public record Login(String user, Path passwordFile) {}

    public StorageSettings {
        contactPoints = List.copyOf(contactPoints);
        List<String> faults = new ArrayList<>();
        if (contactPoints.isEmpty()) {
            faults.add("no contact point");
        }
        for (String point : contactPoints) {
            if (!CONTACT_POINT.matcher(point).matches() || portOf(point) > 65_535) {
                faults.add("contact point '" + point + "' is not host:port");
            }
        }
        if (localDatacenter.isBlank()) {
            faults.add("no local datacenter");
        }
        if (!KEYSPACE.matcher(keyspace).matches()) {
            faults.add("keyspace '" + keyspace + "' is not 1 to 48 of a-z 0-9 _, a letter first");
        }
        positive("connect deadline", connectDeadline.toMillis(), faults);
        positive("request timeout", requestTimeout.toMillis(), faults);
        positive("connections per node", connectionsPerNode, faults);
        positive("reads in flight", readsInFlightMax, faults);
        positive("reads queued", readsQueuedMax, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Defaults for the node that Parley starts itself. */
    public static StorageSettings embedded(String contactPoint) {
        return new StorageSettings(
                List.of(contactPoint),
                "datacenter1",
                "parley",
                Replication.simple(1),
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                1,
                WriteLimits.EMBEDDED,
                128,
                65_536);
    }

    /** Defaults for a cluster that somebody else runs. */
    public static StorageSettings cluster(
            List<String> contactPoints, String localDatacenter, Replication replication, Optional<Login> login) {
        StorageSettings defaults = embedded("localhost:9042");
        return new StorageSettings(
                contactPoints,
                localDatacenter,
                defaults.keyspace,
                replication,
                login,
                defaults.connectDeadline,
                defaults.requestTimeout,
                defaults.connectionsPerNode,
                WriteLimits.CLUSTER,
                defaults.readsInFlightMax,
                defaults.readsQueuedMax);
    }

    public StorageSettings withKeyspace(String name) {
        return new StorageSettings(
                contactPoints,
                localDatacenter,
                name,
                replication,
                login,
                connectDeadline,
                requestTimeout,
                connectionsPerNode,
                writes,
                readsInFlightMax,
                readsQueuedMax);
    }

    public StorageSettings withLogin(Login someone) {
        return new StorageSettings(
                contactPoints,
                localDatacenter,
                keyspace,
                replication,
                Optional.of(someone),
                connectDeadline,
                requestTimeout,
                connectionsPerNode,
                writes,
                readsInFlightMax,
                readsQueuedMax);
    }

    public StorageSettings withConnectDeadline(Duration patience) {
        return new StorageSettings(
                contactPoints,
                localDatacenter,
                keyspace,
                replication,
                login,
                patience,
                requestTimeout,
                connectionsPerNode,
                writes,
                readsInFlightMax,
                readsQueuedMax);
    }

    public StorageSettings withWrites(WriteLimits limits) {
        return new StorageSettings(
                contactPoints,
                localDatacenter,
                keyspace,
                replication,
                login,
                connectDeadline,
                requestTimeout,
                connectionsPerNode,
                limits,
                readsInFlightMax,
                readsQueuedMax);
    }

    static String hostOf(String contactPoint) {
        String host = contactPoint.substring(0, contactPoint.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int portOf(String contactPoint) {
        return Integer.parseInt(contactPoint.substring(contactPoint.lastIndexOf(':') + 1));
    }

    private static void positive(String name, long value, List<String> faults) {
        if (value < 1) {
            faults.add(name + " is " + value + ", at least 1 is needed");
        }
    }
}
