package io.parley.cassandra;

import java.io.IOException;
import java.util.Map;
import javax.management.NotCompliantMBeanException;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.service.CassandraDaemon;

/**
 * Cassandra's daemon with our configuration. Managed: it throws where Cassandra's own main would end the JVM, so the
 * caller chooses the words and the exit code. Nothing of Cassandra may be touched before {@link #prepare}.
 */
final class NodeDaemon extends CassandraDaemon {
    private final CassandraSettings settings;

    NodeDaemon(CassandraSettings settings) {
        super(true);
        this.settings = settings;
    }

    /** Cassandra reads these once, while its classes initialise. */
    static void prepare(CassandraSettings settings) {
        NodeFolders folders = new NodeFolders(settings.dataDir());
        Map<String, String> properties = Map.of(
                "cassandra.storagedir", settings.dataDir().toString(),
                "cassandra.logdir", folders.logs().toString(),
                "cassandra.triggers_dir", folders.triggers().toString(),
                // One node has no ring to wait for, nobody to gossip with, and no one to tell goodbye.
                "cassandra.skip_wait_for_gossip_to_settle", "0",
                "cassandra.ring_delay_ms", "0",
                "cassandra.schema_delay_ms", "0",
                "cassandra.superuser_setup_delay_ms", "0",
                "cassandra.shutdown_announce_in_ms", "0",
                // Sizes by token range are for bulk readers such as Spark.
                "cassandra.size_recorder_interval", "0");
        properties.forEach(System::setProperty);
        System.setProperty("cassandra.system_distributed.default_rf", "1");
        System.setProperty("cassandra.system_traces.default_rf", "1");
    }

    @Override
    public void applyConfig() {
        DatabaseDescriptor.daemonInitialization(new NodeConfig(settings));
    }

    /** Replays the commit log, opens the tables, then CQL. Returns when CQL accepts. */
    void open() throws IOException, NotCompliantMBeanException {
        applyConfig();
        registerNativeAccess();
        init(new String[0]);
        start();
        if (!isNativeTransportRunning()) {
            throw new IllegalStateException("CQL did not open on port " + settings.cqlPort());
        }
    }
}
