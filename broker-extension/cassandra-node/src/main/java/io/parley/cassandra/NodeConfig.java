package io.parley.cassandra;

import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.cassandra.config.Config;
import org.apache.cassandra.config.DurationSpec;
import org.apache.cassandra.config.ParameterizedClass;
import org.apache.cassandra.config.YamlConfigurationLoader;

/**
 * Cassandra's configuration: what never changes is read from {@code cassandra-parley.yaml}, what the settings say is laid
 * over it. No file is written, so no path needs quoting and nobody edits a file that the next start overwrites.
 */
final class NodeConfig implements Supplier<Config> {
    private static final String TEMPLATE = "cassandra-parley.yaml";
    /** The shortest Cassandra can count. A writer waits for the rest of the window and for the sync, idle or not. */
    private static final String GROUP_WINDOW = "1ms";

    private static final String PERIOD = "10s";

    private final CassandraSettings settings;

    NodeConfig(CassandraSettings settings) {
        this.settings = settings;
    }

    @Override
    public Config get() {
        URL template = Objects.requireNonNull(NodeConfig.class.getResource(TEMPLATE), TEMPLATE);
        Config config = new YamlConfigurationLoader().loadConfig(template);
        place(config, new NodeFolders(settings.dataDir()));
        listen(config);
        sync(config);
        config.commitlog_disk_access_mode = CommitlogAccess.in(new NodeFolders(settings.dataDir()).commitlog());
        settings.passwordFile().ifPresent(file -> authenticate(config, file.toString()));
        return config;
    }

    private static void place(Config config, NodeFolders folders) {
        config.data_file_directories = new String[] {folders.data().toString()};
        config.commitlog_directory = folders.commitlog().toString();
        config.hints_directory = folders.hints().toString();
        config.saved_caches_directory = folders.savedCaches().toString();
        config.cdc_raw_directory = folders.cdcRaw().toString();
    }

    private void listen(Config config) {
        config.listen_address = settings.bind();
        config.rpc_address = settings.bind();
        config.native_transport_port = settings.cqlPort();
        config.storage_port = settings.storagePort();
        config.seed_provider = new ParameterizedClass(
                LoneSeed.class.getName(), Map.of(LoneSeed.SELF, hostAndPort(settings.bind(), settings.storagePort())));
    }

    private static String hostAndPort(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private void sync(Config config) {
        switch (settings.commitlogSync()) {
            // under REQUEST the log itself need not make anybody wait: SyncedQueries does
            case PERIODIC, REQUEST -> {
                config.commitlog_sync = Config.CommitLogSync.periodic;
                config.commitlog_sync_period = new DurationSpec.IntMillisecondsBound(PERIOD);
            }
            case GROUP -> {
                config.commitlog_sync = Config.CommitLogSync.group;
                config.commitlog_sync_group_window = new DurationSpec.IntMillisecondsBound(GROUP_WINDOW);
            }
            case BATCH -> config.commitlog_sync = Config.CommitLogSync.batch;
        }
    }

    private static void authenticate(Config config, String passwordFile) {
        config.authenticator = new ParameterizedClass("PasswordAuthenticator");
        config.authorizer = new ParameterizedClass("CassandraAuthorizer");
        config.role_manager = new ParameterizedClass(
                SingleRoleManager.class.getName(), Map.of(SingleRoleManager.PASSWORD_FILE, passwordFile));
    }
}
