package io.parley.cassandra;

import java.io.IOException;
import javax.management.NotCompliantMBeanException;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.service.CassandraDaemon;

/**
 * Cassandra's daemon with our configuration. Managed: it throws where Cassandra's own main would end the JVM, so the
 * caller chooses the words and the exit code. {@link NodeProperties} must be set before this
 * class is touched.
 */
final class NodeDaemon extends CassandraDaemon {
    private final CassandraSettings settings;

    NodeDaemon(CassandraSettings settings) {
        super(true);
        this.settings = settings;
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
