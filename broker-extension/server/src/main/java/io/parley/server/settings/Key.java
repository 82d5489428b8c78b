package io.parley.server.settings;

import java.util.Arrays;
import java.util.Optional;

/** Everything that can be set, by the same word as a flag ({@code --mqtt-port 1884}) and in a file ({@code mqtt-port = 1884}). */
public enum Key {
    DATA("data", "DIR", "data", "folder for everything that is kept"),
    NODES("nodes", "N", "1", "how many brokers to start"),
    BIND("bind", "ADDRESS", "127.0.0.1", "where MQTT, WebSocket and HTTP listen, a numeric address"),
    MQTT_PORT("mqtt-port", "PORT", "1883", "MQTT over TCP; each further broker takes the next port, here and below"),
    WS_PORT("ws-port", "PORT", "8000", "MQTT over WebSocket, at /mqtt"),
    HTTP_PORT("http-port", "PORT", "9399", "/metrics, /health/live, /health/ready"),
    CLUSTER_PORT("cluster-port", "PORT", "25520", "what the brokers say to each other; on 127.0.0.1"),
    CQL_PORT("cql-port", "PORT", "9042", "the Cassandra that is started here; on 127.0.0.1"),
    STORAGE_PORT("storage-port", "PORT", "7000", "Cassandra's own protocol; on 127.0.0.1"),
    CASSANDRA_HEAP("cassandra-heap", "SIZE", "1024m", "heap of the Cassandra that is started here"),
    BROKER_HEAP("broker-heap", "SIZE", "768m", "heap of each broker"),
    COMMITLOG_SYNC(
            "commitlog-sync",
            "MODE",
            "request",
            "request, batch, group, or periodic, which loses accepted messages on a kill or a power cut"),
    CASSANDRA("cassandra", "HOST:PORT,...", "", "use this Cassandra instead of starting one"),
    CASSANDRA_USER("cassandra-user", "NAME", "", "role to sign in with, only together with --cassandra"),
    CASSANDRA_PASSWORD_FILE("cassandra-password-file", "FILE", "", "its password, only together with --cassandra"),
    DATACENTER("datacenter", "NAME", "datacenter1", "the local data center of the Cassandra to use");

    private final String word;
    private final String parameter;
    private final String defaultText;
    private final String description;

    Key(String word, String parameter, String defaultText, String description) {
        this.word = word;
        this.parameter = parameter;
        this.defaultText = defaultText;
        this.description = description;
    }

    public String word() {
        return word;
    }

    public String flag() {
        return "--" + word;
    }

    /** What stands for the value in the help. */
    public String parameter() {
        return parameter;
    }

    /** Empty if there is none. */
    public String defaultText() {
        return defaultText;
    }

    public String description() {
        return description;
    }

    static Optional<Key> parse(String word) {
        return Arrays.stream(values()).filter(key -> key.word.equals(word)).findFirst();
    }
}
