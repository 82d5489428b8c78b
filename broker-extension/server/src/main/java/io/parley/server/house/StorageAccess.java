package io.parley.server.house;

import io.parley.server.settings.Settings;
import java.util.List;
import java.util.Optional;

/** How brokers reach Cassandra, be it started here or not. */
record StorageAccess(List<String> contactPoints, String datacenter, Optional<Settings.Login> login) {
    /** The one role of the Cassandra started here. */
    static final String ROLE = "parley";

    static StorageAccess of(Settings settings, DataFolder folder) {
        Settings.Cassandra cassandra = settings.cassandra();
        return cassandra.isStartedHere()
                ? new StorageAccess(
                        List.of(House.LOOPBACK + ":" + settings.ports().cql()),
                        cassandra.datacenter(),
                        Optional.of(new Settings.Login(ROLE, folder.cassandraPassword())))
                : new StorageAccess(cassandra.existing(), cassandra.datacenter(), cassandra.user());
    }
}
