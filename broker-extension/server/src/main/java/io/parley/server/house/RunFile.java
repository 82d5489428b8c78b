package io.parley.server.house;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import io.parley.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run.json}: what runs in a data folder, for the other commands and for fault injectors. It exists while a server
 * is up, and is replaced as a whole whenever a process was started again.
 *
 * <pre>
 * {"pid":1,"cassandra":{"pid":2,"address":"127.0.0.1","cql":9042,"contactPoints":[…],"datacenter":"datacenter1",
 *  "keyspace":"parley","user":"parley","passwordFile":"…"},
 *  "nodes":[{"pid":3,"bind":"127.0.0.1","mqtt":1883,"ws":8000,"http":9399}]}
 * </pre>
 *
 * A Cassandra that was not started here has no pid and no cql port.
 */
public final class RunFile {
    private final Path file;
    private final Settings settings;
    private final Map<String, Long> pids = new LinkedHashMap<>();

    RunFile(Path file, Settings settings) {
        this.file = file;
        this.settings = settings;
    }

    /** What another command needs to reach the storage of a running server. */
    public record Storage(
            List<String> contactPoints,
            String datacenter,
            String keyspace,
            Optional<String> user,
            Optional<Path> passwordFile) {}

    /** @return empty if no server runs there */
    public static Optional<Storage> storage(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            Config run = ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            if (ProcessHandle.of(run.getLong("pid")).isEmpty()) {
                return Optional.empty();
            }
            Config cassandra = run.getConfig("cassandra");
            return Optional.of(new Storage(
                    cassandra.getStringList("contactPoints"),
                    cassandra.getString("datacenter"),
                    cassandra.getString("keyspace"),
                    text(cassandra, "user"),
                    text(cassandra, "passwordFile").map(Path::of)));
        } catch (ConfigException halfOrForeign) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Config config, String path) {
        return config.hasPath(path) ? Optional.of(config.getString(path)) : Optional.empty();
    }

    synchronized void running(String child, long pid) {
        pids.put(child, pid);
    }

    synchronized void write(StorageAccess access) throws IOException {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("pid", ProcessHandle.current().pid());
        run.put("cassandra", cassandra(access));
        run.put("nodes", nodes());
        String json = ConfigFactory.parseMap(run).root().render(ConfigRenderOptions.concise());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, json + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private Map<String, Object> cassandra(StorageAccess access) {
        Map<String, Object> cassandra = new LinkedHashMap<>();
        Long pid = pids.get(House.CASSANDRA);
        if (pid != null) {
            cassandra.put("pid", pid);
            cassandra.put("address", House.LOOPBACK);
            cassandra.put("cql", settings.ports().cql());
        }
        cassandra.put("contactPoints", access.contactPoints());
        cassandra.put("datacenter", access.datacenter());
        cassandra.put("keyspace", access.keyspace());
        access.login().ifPresent(login -> {
            cassandra.put("user", login.role());
            cassandra.put("passwordFile", login.passwordFile().toAbsolutePath().toString());
        });
        return cassandra;
    }

    private List<Map<String, Object>> nodes() {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (int index = 0; index < settings.nodes(); index++) {
            Settings.NodePorts ports = settings.ports().node(index);
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("pid", pids.getOrDefault(House.broker(index), 0L));
            node.put("bind", settings.bind());
            node.put("mqtt", ports.mqtt());
            node.put("ws", ports.ws());
            node.put("http", ports.http());
            node.put("cluster", ports.cluster());
            nodes.add(node);
        }
        return nodes;
    }
}
