package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.StoreException;
import io.parley.sdk.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store in one SQLite file (tables: {@link SqliteFile}). One connection, one writer at a time, held by a fair lock from
 * {@code begin} to {@code commit}; a transactional handler takes its turn like the session does.
 */
public final class SqliteStore implements Store {
    private final SqliteFile file;
    private final Connection connection;
    private final Connection guarded;
    private final ReentrantLock writer = new ReentrantLock(true);
    private final Sql sql;
    private final SqliteHistory history;
    private final SqliteList list;

    private SqliteStore(EndpointId me, SqliteFile file) {
        this.file = file;
        this.connection = file.connection();
        this.guarded = GuardedConnection.of(connection);
        this.sql = new Sql(connection, file.path());
        this.history = new SqliteHistory(me.user(), sql);
        this.list = new SqliteList(sql);
    }

    /**
     * @throws io.parley.sdk.StoreInUseException if another store has it open
     * @throws StoreException if it cannot be used, or belongs to another endpoint
     */
    public static SqliteStore open(Path directory, EndpointId me) {
        return new SqliteStore(me, SqliteFile.open(directory, me));
    }

    /** For a handler, between {@link #begin} and {@link #commit} of the same thread. It cannot end the transaction. */
    public Connection transaction() {
        return guarded;
    }

    @Override
    public Loaded load() {
        return run(
                "load",
                () -> new Loaded(
                        conversations(),
                        waiting(),
                        acceptedOpen(),
                        isSynced(),
                        unread(),
                        Set.copyOf(repairs()),
                        sql.number("select removed_until from parley_identity")));
    }

    private Map<ConversationId, Long> unread() {
        return sql
                .all(
                        "select conversation, unread from parley_list where unread > 0",
                        row -> Map.entry(new ConversationId(row.getString(1)), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<ConversationId> repairs() {
        return sql.all(
                "select id from parley_conversation where repair = 1", row -> new ConversationId(row.getString(1)));
    }

    private List<Loaded.Conversation> conversations() throws SQLException {
        PreparedStatement query = prepare("""
                select k.id, coalesce(c.mark, 0), coalesce(c.read, 0),
                       coalesce(c.peer_received, 0), coalesce(c.peer_read, 0),
                       coalesce((select max(i.seq) from parley_inbox i where i.conversation = k.id), 0)
                from (select id from parley_conversation union select conversation from parley_inbox) k
                left join parley_conversation c on c.id = k.id order by k.id""");
        List<Loaded.Conversation> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new Loaded.Conversation(
                        new ConversationId(row.getString(1)),
                        row.getLong(2),
                        row.getLong(6),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)));
            }
        }
        return found;
    }

    private List<Outgoing> waiting() throws SQLException {
        PreparedStatement query = prepare("select id, conversation, content_type, content, at, expires_at, offered"
                + " from parley_outbox where seq = 0 and failure is null order by ordinal");
        List<Outgoing> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new Outgoing(
                        MessageId.of(row.getBytes(1)),
                        new ConversationId(row.getString(2)),
                        row.getString(3),
                        Content.wrap(row.getBytes(4)),
                        row.getLong(5),
                        row.getLong(6),
                        row.getBoolean(7)));
            }
        }
        return found;
    }

    private List<Loaded.Accepted> acceptedOpen() throws SQLException {
        PreparedStatement query = prepare("""
                select o.id, o.conversation, o.seq, o.expires_at, o.failure is not null
                from parley_conversation c join parley_outbox o on o.conversation = c.id
                where o.seq > min(c.mark, c.peer_read)
                  and (o.seq > c.mark
                       or (o.failure is null
                           and o.seq > (select max(seq) from parley_outbox where conversation = c.id) - ?))
                order by o.seq""");
        query.setLong(1, UNREAD_LOADED_MAX);
        List<Loaded.Accepted> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new Loaded.Accepted(
                        MessageId.of(row.getBytes(1)),
                        new ConversationId(row.getString(2)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getBoolean(5)));
            }
        }
        return found;
    }

    private boolean isSynced() throws SQLException {
        try (ResultSet row = prepare("select synced from parley_identity").executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void begin() {
        writer.lock();
        try {
            execute("begin immediate");
        } catch (SQLException e) {
            writer.unlock();
            throw failed("begin", e);
        }
    }

    @Override
    public void commit() {
        try {
            execute("commit");
        } catch (SQLException e) {
            throw failed("commit", e);
        }
        writer.unlock();
    }

    @Override
    public void rollback() {
        try {
            execute("rollback");
        } catch (SQLException e) {
            throw failed("rollback", e);
        } finally {
            writer.unlock();
        }
    }

    /** Marks a point within a transaction to which a handler that throws can be taken back. */
    public void savepoint() {
        run("savepoint", () -> execute("savepoint parley_handler"));
    }

    public void releaseSavepoint() {
        run("release", () -> execute("release parley_handler"));
    }

    public void rollbackToSavepoint() {
        run("roll back", () -> {
            execute("rollback to parley_handler");
            return execute("release parley_handler");
        });
    }

    private boolean execute(String statement) throws SQLException {
        prepare(statement).execute();
        return true;
    }

    @Override
    public void addOutgoing(Outgoing message) {
        update(
                "insert into parley_outbox (id, conversation, seq, content_type, content, at, expires_at, offered)"
                        + " values (?, ?, 0, ?, ?, ?, ?, 0)",
                message.id().toBytes(),
                message.conversation().value(),
                message.contentType(),
                message.content().toBytes(),
                message.queuedAt(),
                message.expiresAt());
    }

    @Override
    public void offered(MessageId id) {
        update("update parley_outbox set offered = 1 where id = ?", id.toBytes());
    }

    @Override
    public void accepted(MessageId id, long seq, long at) {
        update("update parley_outbox set seq = ?, at = ? where id = ?", seq, at, id.toBytes());
        List<ConversationId> conversations = sql.all(
                "select conversation from parley_outbox where id = ?",
                row -> new ConversationId(row.getString(1)),
                (Object) id.toBytes());
        for (ConversationId conversation : conversations) {
            update("insert into parley_conversation (id) values (?) on conflict do nothing", conversation.value());
            history.placed(conversation, seq);
        }
    }

    @Override
    public void failed(MessageId id, String reasonCode) {
        update("update parley_outbox set failure = ? where id = ?", reasonCode, id.toBytes());
    }

    @Override
    public Optional<MessageStatus> status(MessageId id) {
        return locked(() -> run("look up", () -> readStatus(id)));
    }

    private Optional<MessageStatus> readStatus(MessageId id) throws SQLException {
        PreparedStatement query = prepare("""
                select o.seq, o.failure, coalesce(c.peer_received, 0), coalesce(c.peer_read, 0)
                from parley_outbox o left join parley_conversation c on c.id = o.conversation where o.id = ?""");
        query.setBytes(1, id.toBytes());
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String failure = row.getString(2);
            return Optional.of(
                    row.getLong(1) == 0 && failure == null
                            ? MessageStatus.QUEUED
                            : Window.status(row.getLong(1), failure, row.getLong(3), row.getLong(4)));
        }
    }

    @Override
    public boolean isOutgoing(MessageId id) {
        return run("look up", () -> {
            PreparedStatement query = prepare("select 1 from parley_outbox where id = ?");
            query.setBytes(1, id.toBytes());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        });
    }

    @Override
    public void addIncoming(Incoming message) {
        if (history.insert(message)) {
            history.placed(message.conversation(), message.seq());
        }
    }

    @Override
    public void mark(ConversationId conversation, long mark) {
        update(
                "insert into parley_conversation (id, mark) values (?, ?)"
                        + " on conflict do update set mark = excluded.mark where excluded.mark > mark",
                conversation.value(),
                mark);
    }

    @Override
    public void read(ConversationId conversation, long read) {
        update(
                "insert into parley_conversation (id, read) values (?, ?)"
                        + " on conflict do update set read = excluded.read where excluded.read > read",
                conversation.value(),
                read);
    }

    @Override
    public void peer(ConversationId conversation, long received, long read) {
        update(
                "insert into parley_conversation (id, peer_received, peer_read) values (?, ?, ?)"
                        + " on conflict do update set peer_received = max(peer_received, excluded.peer_received),"
                        + " peer_read = max(peer_read, excluded.peer_read)",
                conversation.value(),
                received,
                read);
    }

    @Override
    public void synced() {
        update("update parley_identity set synced = 1 where synced = 0");
    }

    @Override
    public void amend(SideEntry entry) {
        history.amend(entry);
    }

    @Override
    public void hide(ConversationId conversation, List<Long> seqs) {
        history.hide(conversation, seqs);
    }

    @Override
    public void clear(ConversationId conversation, long upTo) {
        history.clear(conversation, upTo);
    }

    @Override
    public boolean isRemoved(ConversationId conversation, long seq) {
        return history.isRemoved(conversation, seq);
    }

    @Override
    public boolean isCleared(ConversationId conversation, long seq) {
        return history.isCleared(conversation, seq);
    }

    @Override
    public void removedUntil(long unixMillis) {
        update("update parley_identity set removed_until = ?", unixMillis);
    }

    @Override
    public void wantRepair(ConversationId conversation) {
        update(
                "insert into parley_conversation (id, repair) values (?, 1) on conflict do update set repair = 1",
                conversation.value());
    }

    @Override
    public void addPage(HistoryPage page) {
        history.addPage(page);
    }

    @Override
    public void unread(ConversationId conversation, long count) {
        list.unread(conversation, count);
    }

    @Override
    public void arrange(ConversationId conversation, Arrangement change) {
        list.arrange(conversation, change);
    }

    @Override
    public void list(Listed line) {
        list.put(line);
    }

    @Override
    public long nextExpiry() {
        return history.nextExpiry();
    }

    @Override
    public void expire(long unixMillis) {
        history.expire(unixMillis);
    }

    @Override
    public List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit, long unixMillis) {
        return locked(() -> history.read(conversation, fromSeq, limit, unixMillis));
    }

    @Override
    public List<Version> versions(ConversationId conversation, long seq, long unixMillis) {
        return locked(() -> history.versions(conversation, seq, unixMillis));
    }

    @Override
    public List<HistoryEntry> search(String words, int limit, long unixMillis) {
        List<String> wanted = Words.in(words);
        return wanted.isEmpty() ? List.of() : locked(() -> history.search(wanted, limit, unixMillis));
    }

    @Override
    public List<ConversationSummary> conversations(long unixMillis) {
        return locked(() -> Summaries.of(list.all(), id -> history.read(id, -1, 1, unixMillis)));
    }

    @Override
    public HistoryPage.Edge edge(ConversationId conversation) {
        return locked(() -> history.edge(conversation));
    }

    private <T> T locked(Supplier<T> read) {
        writer.lock();
        try {
            return read.get();
        } finally {
            writer.unlock();
        }
    }

    @Override
    public void close() {
        writer.lock();
        try {
            file.close();
        } finally {
            writer.unlock();
        }
    }

    private void update(String statement, @Nullable Object... values) {
        sql.update(statement, values);
    }

    private PreparedStatement prepare(String statement) throws SQLException {
        return sql.prepare(statement);
    }

    private <T> T run(String what, Sql.Work<T> work) {
        return sql.run(what, work);
    }

    private StoreException failed(String what, SQLException e) {
        return sql.failed(what, e);
    }
}
