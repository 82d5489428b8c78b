package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.DuePage;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The entries by minute. They only say where to look, so a mark or a minute that comes back after its deletion costs a look
 * and nothing else. A row that is done keeps its place until the minute goes: a hundred thousand deleted ones would make it
 * unreadable.
 */
final class DueRows {
    private static final int STATEMENT_BYTES = 120;
    /** By then the minute is gone; else the row is looked at once more. */
    private static final int DONE_SECONDS = 7 * 24 * 60 * 60;

    private static final long BEFORE_ALL = -1;
    private static final UUID NO_ID = new UUID(0, 0);

    private final Reads reads;
    private final BatchWriter writer;
    /** minute */
    private final PreparedStatement addMinute;
    /** minute, due, user, id */
    private final PreparedStatement add;
    /** from, to, limit → minute */
    private final PreparedStatement minutes;
    /** minute, due, user and id of the last one, due at most, limit → due, user, id, done */
    private final PreparedStatement page;
    /** minute, due, user, id */
    private final PreparedStatement settle;
    /** minute */
    private final PreparedStatement drop;
    /** minute */
    private final PreparedStatement dropMinute;

    DueRows(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.reads = reads;
        this.writer = writer;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        addMinute = preparing.plain("INSERT INTO %s.due_minute (part, minute) VALUES (0, ?)");
        add = preparing.plain("INSERT INTO %s.due_message (minute, due, user, id) VALUES (?, ?, ?, ?)");
        minutes = preparing.plain(
                "SELECT minute FROM %s.due_minute WHERE part = 0 AND minute >= ? AND minute <= ? LIMIT ?");
        page = preparing.plain("SELECT due, user, id, done FROM %s.due_message WHERE minute = ?"
                + " AND (due, user, id) > (?, ?, ?) AND (due) <= (?) LIMIT ?");
        settle = preparing.plain("UPDATE %s.due_message USING TTL " + DONE_SECONDS + " SET done = true"
                + " WHERE minute = ? AND due = ? AND user = ? AND id = ?");
        drop = preparing.plain("DELETE FROM %s.due_message WHERE minute = ?");
        dropMinute = preparing.plain("DELETE FROM %s.due_minute WHERE part = 0 AND minute = ?");
    }

    CompletionStage<Void> add(DueMessage due) {
        return writer.write(List.of(
                new Write(addMinute.bind(due.minute()), STATEMENT_BYTES),
                new Write(add.bind(due.minute(), due.due(), due.user().value(), uuid(due.id())), STATEMENT_BYTES)));
    }

    CompletionStage<List<Long>> minutes(long from, long to, int max) {
        List<Long> found = new ArrayList<>();
        return reads.execute(minutes.bind(from, to, max))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> found.add(row.getLong(0))))
                .thenApply(done -> found);
    }

    CompletionStage<DuePage> page(long minute, @Nullable DueMessage after, long dueMax, int max) {
        return reads.execute(page.bind(
                                minute,
                                after == null ? BEFORE_ALL : after.due(),
                                after == null ? "" : after.user().value(),
                                after == null ? NO_ID : uuid(after.id()),
                                dueMax,
                                max)
                        .setPageSize(max))
                .thenApply(rows -> page(rows, max));
    }

    private static DuePage page(AsyncResultSet rows, int max) {
        List<DueMessage> open = new ArrayList<>();
        DueMessage last = null;
        int count = 0;
        for (Row row : rows.currentPage()) {
            last = new DueMessage(
                    row.getLong(0),
                    new UserName(Objects.requireNonNull(row.getString(1))),
                    MessageId.of(Objects.requireNonNull(row.getUuid(2))));
            if (!row.getBoolean(3)) {
                open.add(last);
            }
            count++;
        }
        return new DuePage(open, last, count >= max || rows.hasMorePages());
    }

    CompletionStage<Void> settle(DueMessage due) {
        return writer.write(List.of(
                new Write(settle.bind(due.minute(), due.due(), due.user().value(), uuid(due.id())), STATEMENT_BYTES)));
    }

    /** The minute itself last: while it stands, the rest can be tried again. */
    CompletionStage<Void> drop(long minute) {
        return writer.write(List.of(new Write(drop.bind(minute), STATEMENT_BYTES)))
                .thenCompose(done -> writer.write(List.of(new Write(dropMinute.bind(minute), STATEMENT_BYTES))));
    }

    static UUID uuid(MessageId id) {
        return new UUID(id.high(), id.low());
    }
}
