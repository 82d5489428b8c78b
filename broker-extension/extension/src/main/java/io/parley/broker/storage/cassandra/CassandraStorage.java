package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Health;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.ListStore;
import io.parley.broker.storage.MessageTrace;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.PresenceStore;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.TokenStore;
import io.parley.broker.storage.TrackStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** All storage ports on one Cassandra session. */
public final class CassandraStorage implements AutoCloseable {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
    private static final Object ONLY_REPLICA_SET = "the one replica set";

    private final CqlSession session;
    private final CassandraHealth health;
    private final CassandraGroupStore groups;
    private final CassandraAmendmentStore amendments;
    private final CassandraConversationStore conversations;
    private final CassandraEndpointStore endpoints;
    private final CassandraAccountStore accounts;
    private final CassandraTokenStore tokens;
    private final CassandraListStore lists;
    private final CassandraHiddenStore hidden;
    private final CassandraScheduleStore schedules;
    private final CassandraProfileStore profiles;
    private final CassandraContactStore contacts;
    private final CassandraEndpointDirectory directory;
    private final CassandraPresenceStore presence;
    private final CassandraTrackStore tracks;
    private final CassandraPointStore points;
    private final CassandraFenceStore fences;
    private final CassandraMessageTrace trace;

    private CassandraStorage(CqlSession session, StorageSettings settings, StorageObserver observer, Clock clock) {
        this.session = session;
        this.health = new CassandraHealth(observer);
        Statements statements = new Statements(session, settings.keyspace());
        Reads reads = new Reads(session, settings.readsInFlightMax(), settings.readsQueuedMax(), observer);
        BatchWriter writer = new BatchWriter(
                session::executeAsync,
                statement -> replicasOf(statement, settings.keyspace()),
                settings.writes(),
                health,
                observer);
        this.groups = new CassandraGroupStore(statements, reads, writer);
        this.amendments = new CassandraAmendmentStore(session, settings.keyspace(), reads, writer);
        this.conversations = new CassandraConversationStore(session, statements, reads, writer, groups, clock);
        this.endpoints = new CassandraEndpointStore(statements, reads, writer, clock);
        this.tokens = new CassandraTokenStore(statements.tokens, reads, writer);
        this.lists = new CassandraListStore(session, settings.keyspace(), reads, writer);
        this.hidden = new CassandraHiddenStore(session, settings.keyspace(), reads, writer);
        this.schedules = new CassandraScheduleStore(session, settings.keyspace(), reads, writer);
        Transactions transactions = new Transactions(session);
        this.accounts = new CassandraAccountStore(statements, reads, transactions);
        this.profiles = new CassandraProfileStore(statements.contacts, reads, transactions);
        this.contacts = new CassandraContactStore(statements.contacts, reads, writer, transactions);
        this.directory = new CassandraEndpointDirectory(session, settings.keyspace(), reads, writer, transactions);
        this.presence = new CassandraPresenceStore(session, settings.keyspace(), reads, writer);
        this.tracks = new CassandraTrackStore(session, settings.keyspace(), reads, writer, transactions);
        this.points = new CassandraPointStore(session, settings.keyspace(), reads, writer);
        this.fences = new CassandraFenceStore(session, settings.keyspace(), reads, writer, transactions);
        this.trace =
                new CassandraMessageTrace(statements, reads, conversations.log(), conversations.tails(), endpoints);
        health.start(
                () -> session.executeAsync(statements.readProbe.bind().setTimeout(PROBE_TIMEOUT)),
                () -> session.executeAsync(
                        statements.writeProbe.bind(clock.instant()).setTimeout(PROBE_TIMEOUT)));
    }

    /**
     * Connects, waiting for a node that is still starting, and brings the schema up to date. Blocks for up to {@link
     * StorageSettings#connectDeadline()} and the time the schema takes.
     *
     * @throws StorageException if that does not succeed; nothing is left open
     */
    public static CassandraStorage connect(StorageSettings settings, StorageObserver observer) {
        return connect(settings, observer, Clock.systemUTC());
    }

    /** @param clock only for columns that people read; nothing is ordered by it */
    public static CassandraStorage connect(StorageSettings settings, StorageObserver observer, Clock clock) {
        CqlSession session = Sessions.open(settings);
        try {
            new SchemaMigration(session, settings.keyspace(), settings.replication()).run();
            return new CassandraStorage(session, settings, observer, clock);
        } catch (RuntimeException failure) {
            session.close();
            throw Failures.ofRead("preparing keyspace " + settings.keyspace(), failure);
        }
    }

    public ConversationStore conversations() {
        return conversations;
    }

    public EndpointStore endpoints() {
        return endpoints;
    }

    public AmendmentStore amendments() {
        return amendments;
    }

    public GroupStore groups() {
        return groups;
    }

    public AccountStore accounts() {
        return accounts;
    }

    public TokenStore tokens() {
        return tokens;
    }

    public ListStore lists() {
        return lists;
    }

    public HiddenStore hidden() {
        return hidden;
    }

    public ScheduleStore schedules() {
        return schedules;
    }

    public ProfileStore profiles() {
        return profiles;
    }

    public ContactStore contacts() {
        return contacts;
    }

    public EndpointDirectory directory() {
        return directory;
    }

    public PresenceStore presence() {
        return presence;
    }

    public TrackStore tracks() {
        return tracks;
    }

    public PointStore points() {
        return points;
    }

    public FenceStore fences() {
        return fences;
    }

    public Health health() {
        return health;
    }

    public MessageTrace trace() {
        return trace;
    }

    /** The nodes that hold the statement's row; on a single node there is nothing to look up. */
    private Object replicasOf(BoundStatement statement, String keyspace) {
        if (session.getMetadata().getNodes().size() == 1) {
            return ONLY_REPLICA_SET;
        }
        ByteBuffer key = statement.getRoutingKey();
        Optional<TokenMap> tokens = session.getMetadata().getTokenMap();
        return key == null || tokens.isEmpty() ? ONLY_REPLICA_SET : tokens.get().getReplicas(keyspace, key);
    }

    /** Fails what is still in flight. Blocks until the connections are closed. */
    @Override
    public void close() {
        health.close();
        session.close();
    }
}
