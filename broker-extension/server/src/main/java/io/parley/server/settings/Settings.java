package io.parley.server.settings;

import com.typesafe.config.Config;
import io.parley.cassandra.CommitlogSync;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A valid choice of everything; made by {@link SettingsReader} only.
 *
 * @param data the folder for everything that is kept, absolute
 * @param nodes how many brokers, 1..{@value #NODES_MAX}
 * @param bind numeric address of the client-facing listeners
 * @param ports those of the first broker and of Cassandra
 * @param brokerHeapMb heap of each broker, MiB
 * @param cassandra the Cassandra to start, or the one to use
 * @param extension settings handed on to the extension as they are, which judges them itself
 */
public record Settings(
        Path data, int nodes, String bind, Ports ports, int brokerHeapMb, Cassandra cassandra, Config extension) {
    /** Each broker is a JVM of its own; more belong on more machines. */
    public static final int NODES_MAX = 8;

    /** Ports as the user counts them: of the first broker, and of Cassandra. */
    public record Ports(int mqtt, int ws, int http, int cluster, int cql, int storage) {
        /** The ports of broker {@code index}, the first being 0. */
        public NodePorts node(int index) {
            return new NodePorts(mqtt + index, ws + index, http + index, cluster + index);
        }
    }

    /** Where one broker listens. */
    public record NodePorts(int mqtt, int ws, int http, int cluster) {}

    /**
     * @param existing contact points {@code host:port} of a Cassandra to use; empty: one is started here
     * @param datacenter its local data center
     * @param user role and password file to sign in with, both or none
     * @param heapMb of the one started here, MiB
     * @param commitlogSync of the one started here
     */
    public record Cassandra(
            List<String> existing, String datacenter, Optional<Login> user, int heapMb, CommitlogSync commitlogSync) {
        public boolean isStartedHere() {
            return existing.isEmpty();
        }
    }

    /** Who signs in to Cassandra, and the file that holds the password. */
    public record Login(String role, Path passwordFile) {}

    /** One port this server is going to listen on, and what it will be called in a fault. */
    public record NamedPort(String name, String address, int port) {}

    static final String LOOPBACK = "127.0.0.1";

    /** All ports that must be free before anything starts, in the order they are named to the user. */
    public List<NamedPort> listening() {
        List<NamedPort> all = new ArrayList<>();
        for (int index = 0; index < nodes; index++) {
            NodePorts node = ports.node(index);
            all.add(new NamedPort(Key.MQTT_PORT.word(), bind, node.mqtt()));
            all.add(new NamedPort(Key.WS_PORT.word(), bind, node.ws()));
            all.add(new NamedPort(Key.HTTP_PORT.word(), bind, node.http()));
            all.add(new NamedPort(Key.CLUSTER_PORT.word(), LOOPBACK, node.cluster()));
        }
        if (cassandra.isStartedHere()) {
            all.add(new NamedPort(Key.CQL_PORT.word(), LOOPBACK, ports.cql()));
            all.add(new NamedPort(Key.STORAGE_PORT.word(), LOOPBACK, ports.storage()));
        }
        return List.copyOf(all);
    }
}
