package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.ListStore;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.PresenceStore;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.Stores;
import io.parley.broker.storage.TokenStore;
import io.parley.broker.storage.TrackStore;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One node for all integration tests of a run, started when the first asks for it, killed when the last is done. */
public final class CassandraStores implements Stores, AutoCloseable {
    private final CassandraProcess node = CassandraProcess.start("shared");
    private final CassandraStorage storage =
            CassandraStorage.connect(StorageSettings.embedded(node.contactPoint()), StorageObserver.NONE);

    /** Hands the one instance to constructors and tests. */
    public static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == CassandraStores.class;
        }

        @Override
        public CassandraStores resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(CassandraStores.class, first -> new CassandraStores(), CassandraStores.class);
        }
    }

    String contactPoint() {
        return node.contactPoint();
    }

    CassandraStorage storage() {
        return storage;
    }

    /** As if everything in the table had expired. Tests of one run do not overlap. */
    void truncate(String table) {
        try (CqlSession session = Sessions.open(StorageSettings.embedded(node.contactPoint()))) {
            session.execute(
                    SimpleStatement.newInstance("TRUNCATE parley." + table).setTimeout(Duration.ofSeconds(60)));
        }
    }

    @Override
    public ConversationStore conversations() {
        return storage.conversations();
    }

    @Override
    public EndpointStore endpoints() {
        return storage.endpoints();
    }

    @Override
    public AccountStore accounts() {
        return storage.accounts();
    }

    @Override
    public TokenStore tokens() {
        return storage.tokens();
    }

    @Override
    public AmendmentStore amendments() {
        return storage.amendments();
    }

    @Override
    public GroupStore groups() {
        return storage.groups();
    }

    @Override
    public ListStore lists() {
        return storage.lists();
    }

    @Override
    public HiddenStore hidden() {
        return storage.hidden();
    }

    @Override
    public ScheduleStore schedules() {
        return storage.schedules();
    }

    @Override
    public ProfileStore profiles() {
        return storage.profiles();
    }

    @Override
    public ContactStore contacts() {
        return storage.contacts();
    }

    @Override
    public EndpointDirectory directory() {
        return storage.directory();
    }

    @Override
    public PresenceStore presence() {
        return storage.presence();
    }

    @Override
    public TrackStore tracks() {
        return storage.tracks();
    }

    @Override
    public PointStore points() {
        return storage.points();
    }

    @Override
    public FenceStore fences() {
        return storage.fences();
    }

    @Override
    public void close() {
        storage.close();
        node.close();
    }
}
