package io.parley.cassandra;

import java.util.Map;

/**
 * What Cassandra and logback read from system properties, once, while their classes initialise. So this class must not
 * touch either of them, and is called before anything that does.
 */
final class NodeProperties {
    private NodeProperties() {}

    static void set(CassandraSettings settings) {
        NodeFolders folders = new NodeFolders(settings.dataDir());
        Map<String, String> folderProperties = Map.of(
                "cassandra.storagedir", settings.dataDir().toString(),
                "cassandra.logdir", folders.logs().toString(),
                "cassandra.triggers_dir", folders.triggers().toString());
        // One node has no ring to wait for, nobody to gossip with, and no one to tell goodbye.
        Map<String, String> alone = Map.of(
                "cassandra.skip_wait_for_gossip_to_settle", "0",
                "cassandra.ring_delay_ms", "0",
                "cassandra.schema_delay_ms", "0",
                "cassandra.superuser_setup_delay_ms", "0",
                "cassandra.shutdown_announce_in_ms", "0",
                "cassandra.system_distributed.default_rf", "1",
                "cassandra.system_traces.default_rf", "1",
                // Estimates of sizes by token range are for bulk readers such as Spark.
                "cassandra.size_recorder_interval", "0");
        folderProperties.forEach(System::setProperty);
        alone.forEach(System::setProperty);
        if (settings.commitlogSync() == CommitlogSync.REQUEST) {
            System.setProperty("cassandra.custom_query_handler_class", SyncedQueries.class.getName());
        }
    }
}
