package io.parley.broker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import io.parley.broker.cluster.ClusterSettings;
import io.parley.broker.edge.EdgeSettings;
import io.parley.broker.http.HttpSettings;
import io.parley.broker.storage.cassandra.Replication;
import io.parley.broker.storage.cassandra.StorageSettings;
import io.parley.broker.storage.cassandra.WriteLimits;
import io.parley.protocol.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * All settings of a node, valid. Layers, later ones win: {@code defaults.conf} in the jar, {@code conf/parley.conf} of the
 * extension, the file named by system property {@code parley.config}, system properties that name a setting.
 *
 * @param loginThreads threads that verify passwords
 */
public record NodeSettings(
        StorageSettings storage, ClusterSettings cluster, HttpSettings http, EdgeSettings edge, int loginThreads) {
    /** System property: a file whose settings go over those of the extension's folder. */
    public static final String FILE_PROPERTY = "parley.config";

    private static final String ROOT = "parley";
    private static final String DEFAULTS = "io/parley/broker/defaults.conf";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * Reads and checks everything.
     *
     * @param extensionFolder whose {@code conf/parley.conf} is read, if it is there
     * @throws SettingsFaults naming all that is wrong
     */
    public static NodeSettings load(Path extensionFolder, Properties system) throws SettingsFaults {
        List<String> faults = new ArrayList<>();
        Config defaults = ConfigFactory.parseResources(NodeSettings.class.getClassLoader(), DEFAULTS);
        Config given = file(extensionFolder.resolve("conf").resolve("parley.conf"), faults);
        String more = system.getProperty(FILE_PROPERTY);
        if (more != null) {
            Path path = Path.of(more);
            if (!Files.isReadable(path)) {
                faults.add("the file named by " + FILE_PROPERTY + " cannot be read: " + path);
            }
            given = file(path, faults).withFallback(given);
        }
        given = properties(system, defaults).withFallback(given);
        findUnknown(given, defaults, faults);
        NodeSettings settings = null;
        try {
            Config all = given.withFallback(defaults).resolve().getConfig(ROOT);
            settings = read(all, faults);
        } catch (ConfigException wrong) {
            faults.add(String.valueOf(wrong.getMessage()));
        } catch (IllegalArgumentException wrong) {
            // A room's own check; if its values were made up after a fault, that fault says more.
            if (faults.isEmpty()) {
                faults.add(String.valueOf(wrong.getMessage()));
            }
        }
        if (!faults.isEmpty() || settings == null) {
            throw new SettingsFaults(faults);
        }
        return settings;
    }

    private static Config file(Path path, List<String> faults) {
        try {
            return ConfigFactory.parseFile(
                    path.toFile(), ConfigParseOptions.defaults().setAllowMissing(true));
        } catch (ConfigException wrong) {
            faults.add(String.valueOf(wrong.getMessage()));
            return ConfigFactory.empty();
        }
    }

    /** Other properties that begin with the same word belong to whoever started this JVM. */
    private static Config properties(Properties system, Config defaults) {
        Map<String, Object> settings = new HashMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(ROOT + ".") && defaults.hasPathOrNull(name)) {
                settings.put(name, system.getProperty(name));
            }
        }
        return ConfigFactory.parseMap(settings, "system properties");
    }

    private static void findUnknown(Config given, Config defaults, List<String> faults) {
        TreeMap<String, String> unknown = new TreeMap<>();
        given.root().forEach((top, value) -> {
            if (!top.equals(ROOT)) {
                unknown.put(top, value.origin().description());
            }
        });
        if (given.hasPath(ROOT) && given.getValue(ROOT).valueType() == ConfigValueType.OBJECT) {
            findUnknownIn(given, defaults, unknown);
        }
        unknown.forEach((key, origin) -> faults.add(origin + ": there is no setting " + key));
    }

    private static void findUnknownIn(Config given, Config defaults, TreeMap<String, String> unknown) {
        given.getObject(ROOT).forEach((block, value) -> {
            String blockPath = ROOT + "." + ConfigUtil.joinPath(block);
            if (!defaults.hasPath(blockPath) || value.valueType() != ConfigValueType.OBJECT) {
                unknown.put(blockPath, value.origin().description());
                return;
            }
            given.getObject(blockPath).forEach((key, leaf) -> {
                String path = blockPath + "." + ConfigUtil.joinPath(key);
                if (!defaults.hasPathOrNull(path)) {
                    unknown.put(path, leaf.origin().description());
                }
            });
        });
    }

    private static NodeSettings read(Config config, List<String> faults) {
        SettingsReader reader = new SettingsReader(config, faults);
        ClusterSettings cluster = cluster(reader);
        HttpSettings http = new HttpSettings(reader.text("http.bind"), reader.number("http.port", 0, 65_535));
        EdgeSettings edge = edge(reader);
        int threads = reader.number("login.threads", 0, 64);
        StorageSettings storage = storage(config, reader);
        return new NodeSettings(
                storage,
                cluster,
                http,
                edge,
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }

    private static ClusterSettings cluster(SettingsReader reader) {
        List<String> seeds = new ArrayList<>();
        for (String seed : reader.texts("cluster.seeds")) {
            if (seed.matches("[^:\\s]+:[0-9]{1,5}")) {
                seeds.add(seed);
            } else {
                reader.fault("cluster.seeds", "holds '" + seed + "', which is not host:port");
            }
        }
        String host = reader.text("cluster.host");
        return new ClusterSettings(
                host.isBlank() ? ClusterSettings.LOOPBACK : host,
                reader.number("cluster.port", 1, 65_535),
                seeds,
                reader.duration("cluster.leave-timeout", Duration.ofSeconds(1), MINUTE));
    }

    private static StorageSettings storage(Config config, SettingsReader reader) {
        Optional<String> user = reader.optionalText("cassandra.username");
        Optional<String> passwordFile = reader.optionalText("cassandra.password-file");
        if (user.isPresent() != passwordFile.isPresent()) {
            reader.fault("cassandra.username", "and cassandra.password-file belong together");
        }
        StorageSettings defaults = StorageSettings.embedded("localhost:9042");
        return new StorageSettings(
                reader.texts("cassandra.contact-points"),
                reader.text("cassandra.datacenter"),
                reader.text("cassandra.keyspace"),
                reader.read("cassandra.replication", key -> replication(config, key), Replication.simple(1)),
                user.flatMap(name -> passwordFile.map(file -> new StorageSettings.Login(name, Path.of(file)))),
                reader.duration("cassandra.connect-deadline", Duration.ofSeconds(1), Duration.ofHours(1)),
                reader.duration("cassandra.request-timeout", Duration.ofMillis(100), MINUTE),
                reader.number("cassandra.connections-per-node", 1, 16),
                reader.flag("cassandra.large-batches") ? WriteLimits.EMBEDDED : WriteLimits.CLUSTER,
                defaults.readsInFlightMax(),
                defaults.readsQueuedMax());
    }

    private static Replication replication(Config config, String key) {
        if (config.getValue(key).valueType() != ConfigValueType.OBJECT) {
            return Replication.simple(config.getInt(key));
        }
        Map<String, Integer> factors = new TreeMap<>();
        Config byDatacenter = config.getConfig(key);
        config.getObject(key)
                .keySet()
                .forEach(datacenter -> factors.put(datacenter, byDatacenter.getInt(ConfigUtil.joinPath(datacenter))));
        return Replication.byDatacenter(factors);
    }

    private static EdgeSettings edge(SettingsReader reader) {
        int contentBytes = (int) reader.bytes("limits.content-bytes-max", 1, 1024 * 1024);
        Limits limits = new Limits(
                contentBytes,
                reader.number("limits.content-type-length-max", 1, 1024),
                reader.number("limits.receipt-entries-max", 1, 10_000),
                (int) reader.bytes("limits.control-bytes-max", 256, 1024 * 1024),
                reader.number("limits.in-flight-max", 1, 10_000),
                reader.number("limits.sync-page-max", 1, 10_000),
                reader.number("limits.user-properties-max", 1, 256),
                reader.number("limits.batch-messages-max", 1, 1_000),
                (int) reader.bytes("limits.batch-bytes-max", 1024, 512 * 1024));
        return new EdgeSettings(
                limits,
                reader.number("limits.node-in-flight-messages-max", 1, 1_000_000),
                reader.bytes("limits.node-in-flight-bytes-max", contentBytes, 16L << 30),
                reader.duration("limits.answer-patience", Duration.ofSeconds(1), MINUTE),
                reader.duration("limits.retry-after", Duration.ofMillis(10), MINUTE),
                reader.duration("limits.will-delay-max", Duration.ZERO, Duration.ofDays(1)));
    }
}
