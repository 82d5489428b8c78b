package io.parley.server.house;

import io.parley.server.settings.Settings;
import java.util.List;
import java.util.Optional;

/** How brokers reach Cassandra, be it started here or not. */
record StorageAccess(List<String> contactPoints, String datacenter, String keyspace, Optional<Settings.Login> login) {
    private static final String KEYSPACE = "cassandra.keyspace";
    private static final String KEYSPACE_DEFAULT = "parley";
    /** The one role of the Cassandra started here. */
    static final String ROLE = "parley";

    static StorageAccess of(Settings settings, DataFolder folder) {
        Settings.Cassandra cassandra = settings.cassandra();
        String keyspace =
                settings.extension().hasPath(KEYSPACE) ? settings.extension().getString(KEYSPACE) : KEYSPACE_DEFAULT;
        return cassandra.isStartedHere()
                ? new StorageAccess(
                        List.of(House.LOOPBACK + ":" + settings.ports().cql()),
                        cassandra.datacenter(),
                        keyspace,
                        Optional.of(new Settings.Login(ROLE, folder.cassandraPassword())))
                : new StorageAccess(cassandra.existing(), cassandra.datacenter(), keyspace, cassandra.user());
    }
}
