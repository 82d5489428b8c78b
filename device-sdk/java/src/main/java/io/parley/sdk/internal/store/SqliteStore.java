package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A store in one SQLite file (tables: {@link SqliteFile}). One connection, one writer at a time, held by a fair lock from
 * {@code begin} to {@code commit}; a transactional handler takes its turn like the session does.
 */
public final class SqliteStore implements Store {
    private final EndpointId me;
    private final SqliteFile file;
    private final Connection connection;
    private final Connection guarded;
    private final ReentrantLock writer = new ReentrantLock(true);
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private SqliteStore(EndpointId me, SqliteFile file) {
        this.me = me;
        this.file = file;
        this.connection = file.connection();
        this.guarded = GuardedConnection.of(connection);
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
        return run("load", () -> new Loaded(conversations(), waiting(), acceptedOpen(), isSynced()));
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

    private boolean execute(String sql) throws SQLException {
        prepare(sql).execute();
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
        update(
                "insert into parley_conversation (id) select conversation from parley_outbox where id = ?"
                        + " on conflict do nothing",
                id.toBytes());
    }

    @Override
    public void failed(MessageId id, String reasonCode) {
        update("update parley_outbox set failure = ? where id = ?", reasonCode, id.toBytes());
    }

    @Override
    public Optional<MessageStatus> status(MessageId id) {
        writer.lock();
        try {
            return run("look up", () -> readStatus(id));
        } finally {
            writer.unlock();
        }
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
        update(
                "insert into parley_inbox (conversation, seq, id, sender, at, content_type, content)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                message.conversation().value(),
                message.seq(),
                message.id().toBytes(),
                message.from().value(),
                message.at(),
                message.contentType(),
                message.content().toBytes());
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
    public List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit) {
        writer.lock();
        try {
            return run("read history", () -> readHistory(conversation, fromSeq, limit));
        } finally {
            writer.unlock();
        }
    }

    private List<HistoryEntry> readHistory(ConversationId conversation, long fromSeq, int limit) throws SQLException {
        PreparedStatement query = prepare("""
                select * from (
                  select id, seq, sender, at, content_type, content, null as failure, 0 as ordinal
                  from parley_inbox where conversation = ?1 and seq >= ?2
                    and seq <= (select mark from parley_conversation where id = ?1)
                  union all
                  select id, seq, null, at, content_type, content, failure, ordinal
                  from parley_outbox where conversation = ?1 and ((seq > 0 and seq >= ?2) or (seq = 0 and failure is null)))
                order by case when ?4 then -1 else 1 end * case seq when 0 then 9223372036854775807 else seq end,
                         case when ?4 then -1 else 1 end * ordinal
                limit ?3""");
        boolean fromEnd = fromSeq < 0;
        query.setString(1, conversation.value());
        query.setLong(2, fromEnd ? 0 : fromSeq);
        query.setLong(3, fromEnd ? Math.min(-fromSeq, HISTORY_LIMIT_MAX) : limit);
        query.setBoolean(4, fromEnd);
        long[] peer = peerMarks(conversation);
        List<HistoryEntry> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(fromEnd ? 0 : found.size(), entry(conversation, row, peer));
            }
        }
        return Window.of(found, fromEnd ? -found.size() - 1 : 0, limit);
    }

    private HistoryEntry entry(ConversationId conversation, ResultSet row, long[] peer) throws SQLException {
        String sender = row.getString(3);
        long seq = row.getLong(2);
        return new HistoryEntry(
                MessageId.of(row.getBytes(1)),
                conversation,
                seq,
                sender == null ? me.user() : new UserName(sender),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getString(5),
                Content.wrap(row.getBytes(6)),
                sender != null
                        ? null
                        : seq == 0 ? MessageStatus.QUEUED : Window.status(seq, row.getString(7), peer[0], peer[1]));
    }

    private long[] peerMarks(ConversationId conversation) throws SQLException {
        PreparedStatement query = prepare("select peer_received, peer_read from parley_conversation where id = ?");
        query.setString(1, conversation.value());
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? new long[] {row.getLong(1), row.getLong(2)} : new long[] {0, 0};
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

    private void update(String sql, @Nullable Object... values) {
        run("write", () -> {
            PreparedStatement statement = prepare(sql);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        });
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T run(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    private StoreException failed(String what, SQLException e) {
        return new StoreException("cannot " + what + " in " + file.path() + ": " + e.getMessage(), e);
    }
}
