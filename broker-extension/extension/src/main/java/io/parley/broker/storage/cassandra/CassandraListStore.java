package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.ListChange;
import io.parley.broker.storage.ListEntry;
import io.parley.broker.storage.ListStore;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Lists in Cassandra. What a change does not name is left unset, so that its cell stays whose it was. */
final class CassandraListStore implements ListStore {
    private static final int STATEMENT_BYTES = 160;
    private static final int CHARACTER_BYTES_MAX = 3;

    private final Reads reads;
    private final BatchWriter writer;
    /** user → conversation, pinned, muted_until, archived, marked_unread, draft */
    private final PreparedStatement entries;
    /** user, conversation, pinned, muted_until, archived, marked_unread, draft */
    private final PreparedStatement change;

    CassandraListStore(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.reads = reads;
        this.writer = writer;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        entries = preparing.plain(
                "SELECT conversation, pinned, muted_until, archived, marked_unread, draft FROM %s.user_list"
                        + " WHERE user = ?");
        change = preparing.plain(
                "INSERT INTO %s.user_list"
                        + " (user, conversation, pinned, muted_until, archived, marked_unread, draft) VALUES (?, ?, ?, ?, ?, ?, ?)");
    }

    @Override
    public CompletionStage<Map<ConversationId, ListEntry>> entriesOf(UserName user) {
        Map<ConversationId, ListEntry> found = new HashMap<>();
        return Failures.bare(
                "reading the list of " + user,
                reads.execute(entries.bind(user.value()))
                        .thenCompose(rows -> CassandraEndpointStore.each(
                                rows, row -> found.put(CassandraEndpointStore.conversation(row, 0), entry(row))))
                        .thenApply(done -> found));
    }

    private static ListEntry entry(Row row) {
        String draft = row.getString(5);
        return new ListEntry(
                row.getBoolean(1), row.getLong(2), row.getBoolean(3), row.getBoolean(4), draft == null ? "" : draft);
    }

    @Override
    public CompletionStage<Void> change(UserName user, ConversationId conversation, ListChange to) {
        BoundStatementBuilder statement =
                change.boundStatementBuilder().setString(0, user.value()).setString(1, conversation.value());
        int bytes = STATEMENT_BYTES;
        if (to.pinned() != null) {
            statement = statement.setBoolean(2, to.pinned());
        }
        if (to.mutedUntil() != null) {
            statement = statement.setLong(3, to.mutedUntil());
        }
        if (to.archived() != null) {
            statement = statement.setBoolean(4, to.archived());
        }
        if (to.markedUnread() != null) {
            statement = statement.setBoolean(5, to.markedUnread());
        }
        if (to.draft() != null) {
            statement = statement.setString(6, to.draft());
            bytes += to.draft().length() * CHARACTER_BYTES_MAX;
        }
        return writer.write(List.of(new Write(statement.build(), bytes)));
    }
}
