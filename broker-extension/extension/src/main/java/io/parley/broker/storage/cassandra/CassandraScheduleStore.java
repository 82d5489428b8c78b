package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.DuePage;
import io.parley.broker.storage.ScheduleRules;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.Scheduled.Status;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled messages in Cassandra. Every change of one is a lightweight transaction on its row, and whoever decides by a row
 * reads it serially, so that nothing half done can still take effect behind a decision.
 */
final class CassandraScheduleStore implements ScheduleStore {
    private static final String COLUMNS =
            "id, conversation, due, content_type, content, status, attempted_at, seq, reason";
    private static final int KEPT_SECONDS = KEPT_DAYS * 24 * 60 * 60;
    private static final Status[] STATUSES = Status.values();

    private final Reads reads;
    private final Transactions transactions;
    private final DueRows dueRows;
    /** user → {@link #COLUMNS} */
    private final PreparedStatement ofUser;
    /** user, id → {@link #COLUMNS} */
    private final PreparedStatement one;
    /** conversation, due, content_type, content, user, id */
    private final PreparedStatement create;
    /** attempted_at, user, id */
    private final PreparedStatement begin;
    /** conversation, due, content_type, status, attempted_at, seq, reason, user, id, status before */
    private final PreparedStatement end;

    CassandraScheduleStore(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.reads = reads;
        this.transactions = new Transactions(session);
        this.dueRows = new DueRows(session, keyspace, reads, writer);
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        ofUser = preparing.plain("SELECT " + COLUMNS + " FROM %s.scheduled_message WHERE user = ?");
        one = preparing.plain("SELECT " + COLUMNS + " FROM %s.scheduled_message WHERE user = ? AND id = ?");
        create = preparing.transaction("UPDATE %s.scheduled_message SET conversation = ?, due = ?, content_type = ?,"
                + " content = ?, status = 0, attempted_at = 0, seq = 0 WHERE user = ? AND id = ? IF status = null");
        begin = preparing.transaction("UPDATE %s.scheduled_message SET status = 1, attempted_at = ?"
                + " WHERE user = ? AND id = ? IF status = 0");
        end = preparing.transaction("UPDATE %s.scheduled_message USING TTL " + KEPT_SECONDS
                + " SET conversation = ?, due = ?, content_type = ?, content = null, status = ?, attempted_at = ?,"
                + " seq = ?, reason = ? WHERE user = ? AND id = ? IF status = ?");
    }

    @Override
    public CompletionStage<Creation> create(ScheduledMessage message) {
        return ofUser(message.user()).thenCompose(present -> {
            Optional<Scheduled> same = present.stream()
                    .filter(it -> it.message().id().equals(message.id()))
                    .findFirst();
            if (same.isPresent()) {
                return CompletableFuture.completedStage(ScheduleRules.compare(same.get(), message));
            }
            if (!ScheduleRules.hasRoom(present, message)) {
                return CompletableFuture.completedStage(Creation.LIMIT_REACHED);
            }
            return dueRows.add(DueMessage.of(message)).thenCompose(done -> insert(message));
        });
    }

    private CompletionStage<Creation> insert(ScheduledMessage message) {
        return apply(
                        "scheduling " + message.id(),
                        create.bind(
                                message.conversation().value(),
                                message.due(),
                                message.contentType(),
                                message.content().asBuffer(),
                                message.user().value(),
                                DueRows.uuid(message.id())))
                .thenCompose(applied -> applied
                        ? CompletableFuture.completedStage(Creation.CREATED)
                        : read(message.user(), message.id())
                                .thenApply(present -> present.map(it -> ScheduleRules.compare(it, message))
                                        .orElse(Creation.CONFLICT)));
    }

    @Override
    public CompletionStage<List<Scheduled>> ofUser(UserName user) {
        List<Scheduled> found = new ArrayList<>();
        return Failures.bare(
                "reading what " + user + " scheduled",
                reads.execute(ofUser.bind(user.value()))
                        .thenCompose(rows -> CassandraEndpointStore.each(
                                rows, row -> scheduled(user, row).ifPresent(found::add)))
                        .thenApply(done -> {
                            found.sort(Comparator.comparing(it -> DueMessage.of(it.message())));
                            return found;
                        }));
    }

    @Override
    public CompletionStage<Cancellation> cancel(UserName user, MessageId id) {
        return read(user, id).thenCompose(present -> {
            if (present.isEmpty() || present.get().status() != Status.WAITING) {
                return CompletableFuture.completedStage(cancellation(present));
            }
            return end(Scheduled.cancelled(present.get().message()), Status.WAITING)
                    .thenCompose(applied -> applied
                            ? CompletableFuture.completedStage(Cancellation.CANCELLED)
                            : read(user, id).thenApply(CassandraScheduleStore::cancellation));
        });
    }

    private static Cancellation cancellation(Optional<Scheduled> present) {
        return present.map(it -> it.status() == Status.CANCELLED ? Cancellation.CANCELLED : Cancellation.TOO_LATE)
                .orElse(Cancellation.UNKNOWN);
    }

    @Override
    public CompletionStage<List<Long>> minutes(long from, long to, int max) {
        return Failures.bare("reading due minutes", dueRows.minutes(from, to, max));
    }

    @Override
    public CompletionStage<DuePage> due(long minute, @Nullable DueMessage after, long dueMax, int max) {
        return Failures.bare("reading what is due in minute " + minute, dueRows.page(minute, after, dueMax, max));
    }

    @Override
    public CompletionStage<Optional<Scheduled>> begin(DueMessage due, long now) {
        return read(due.user(), due.id()).thenCompose(present -> {
            if (present.isEmpty() || present.get().message().due() != due.due()) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            Scheduled found = present.get();
            if (found.status() != Status.WAITING) {
                return CompletableFuture.completedStage(present);
            }
            return apply("sending " + due.id(), begin.bind(now, due.user().value(), DueRows.uuid(due.id())))
                    .thenCompose(applied -> applied
                            ? CompletableFuture.completedStage(Optional.of(sending(found, now)))
                            : read(due.user(), due.id()));
        });
    }

    private static Scheduled sending(Scheduled found, long now) {
        return new Scheduled(found.message(), Status.SENDING, now, 0, null);
    }

    @Override
    public CompletionStage<Void> finish(Scheduled over) {
        return end(over, Status.SENDING).thenAccept(applied -> {});
    }

    private CompletionStage<Boolean> end(Scheduled over, Status before) {
        ScheduledMessage message = over.message();
        Reason reason = over.reason();
        return apply(
                "ending scheduled " + message.id(),
                end.bind(
                        message.conversation().value(),
                        message.due(),
                        message.contentType(),
                        over.status().ordinal(),
                        over.attemptedAt(),
                        over.seq(),
                        reason == null ? null : reason.code(),
                        message.user().value(),
                        DueRows.uuid(message.id()),
                        before.ordinal()));
    }

    @Override
    public CompletionStage<Void> settle(DueMessage due) {
        return dueRows.settle(due);
    }

    @Override
    public CompletionStage<Void> drop(long minute) {
        return dueRows.drop(minute);
    }

    private CompletionStage<Optional<Scheduled>> read(UserName user, MessageId id) {
        Statement<?> serially =
                one.bind(user.value(), DueRows.uuid(id)).setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL);
        return Failures.bare(
                "reading scheduled " + id,
                reads.execute(serially)
                        .thenApply(rows -> Optional.ofNullable(rows.one()).flatMap(row -> scheduled(user, row))));
    }

    /** Empty for a row whose cells are about to have expired. */
    private static Optional<Scheduled> scheduled(UserName user, Row row) {
        if (row.isNull(1) || row.isNull(5)) {
            return Optional.empty();
        }
        ByteBuffer content = row.getByteBuffer(4);
        String contentType = row.getString(3);
        ScheduledMessage message = new ScheduledMessage(
                user,
                MessageId.of(Objects.requireNonNull(row.getUuid(0))),
                new ConversationId(Objects.requireNonNull(row.getString(1))),
                row.getLong(2),
                contentType == null ? "" : contentType,
                content == null ? Content.EMPTY : Content.copyOf(content));
        Status status = STATUSES[row.getInt(5)];
        Reason reason = status != Status.REJECTED
                ? null
                : Optional.ofNullable(row.getString(8)).flatMap(Reason::ofCode).orElse(Reason.UNKNOWN_OUTCOME);
        return Optional.of(new Scheduled(message, status, row.getLong(6), row.getLong(7), reason));
    }

    private CompletionStage<Boolean> apply(String what, BoundStatement transaction) {
        return transactions.run(what, transaction, AsyncResultSet::wasApplied);
    }
}
