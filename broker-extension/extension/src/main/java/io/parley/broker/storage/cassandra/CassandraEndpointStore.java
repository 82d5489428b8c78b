package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Marks in Cassandra. A mark's time stamp is the mark itself, so the further one wins whichever arrives last, and no clock
 * of two nodes is compared.
 */
final class CassandraEndpointStore implements EndpointStore {
    private static final int STATEMENT_BYTES = 120;

    private final Statements statements;
    private final Reads reads;
    private final BatchWriter writer;
    private final Clock clock;
    private final LogEnds ends;

    CassandraEndpointStore(Statements statements, Reads reads, BatchWriter writer, Clock clock) {
        this.statements = statements;
        this.reads = reads;
        this.writer = writer;
        this.clock = clock;
        this.ends = new LogEnds(statements, reads);
    }

    @Override
    public CompletionStage<Map<ConversationId, UserMarks>> conversationsOf(UserName user) {
        Map<ConversationId, UserMarks> found = new HashMap<>();
        return Failures.bare(
                "reading the conversations of " + user,
                reads.execute(statements.conversationsOfUser.bind(user.value()))
                        .thenCompose(rows ->
                                each(rows, row -> found.put(conversation(row, 0), TailReader.marks(row, 1))))
                        .thenApply(done -> found));
    }

    @Override
    public CompletionStage<Map<ConversationId, Standing>> standingsOf(UserName user) {
        Map<ConversationId, Standing> found = new HashMap<>();
        return Failures.bare(
                "reading where " + user + " stands",
                reads.execute(statements.standingsOfUser.bind(user.value()))
                        .thenCompose(rows -> each(rows, row -> found.put(conversation(row, 0), told(row))))
                        .thenCompose(done -> withEnds(found)));
    }

    /** As if its log were empty. */
    private static Standing told(Row row) {
        UserMarks marks = TailReader.marks(row, 1);
        if (row.isNull(5)) {
            return Standing.ofMarks(marks);
        }
        UserMarks peers = new UserMarks(row.getLong(5), row.getLong(6), row.getLong(7), 0);
        return new Standing(marks.advancedTo(UserMarks.ofOwn(row.getLong(8))), peers, 0, 0);
    }

    private CompletionStage<Map<ConversationId, Standing>> withEnds(Map<ConversationId, Standing> found) {
        List<ConversationId> logs = new ArrayList<>();
        found.forEach((conversation, standing) -> {
            if (standing.last() != Standing.UNKNOWN) {
                logs.add(conversation);
                logs.add(conversation.amendments());
            }
        });
        return ends.of(logs).thenApply(known -> {
            found.replaceAll((conversation, standing) -> standing.last() == Standing.UNKNOWN
                    ? standing
                    : Standing.ofChat(
                            standing.marks(),
                            standing.peers(),
                            known.getOrDefault(conversation, 0L),
                            known.getOrDefault(conversation.amendments(), 0L)));
            return found;
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> marksOf(EndpointId endpoint) {
        Map<ConversationId, Long> found = new HashMap<>();
        return Failures.bare(
                "reading the marks of " + endpoint,
                reads.execute(statements.endpointMarks.bind(endpoint.user().value(), endpoint.clientId()))
                        .thenCompose(rows -> each(rows, row -> found.put(conversation(row, 0), row.getLong(1))))
                        .thenApply(done -> found));
    }

    @Override
    public CompletionStage<Void> saveMarks(EndpointId endpoint, Map<ConversationId, Long> received) {
        Instant now = clock.instant();
        List<Write> writes = new ArrayList<>(received.size());
        received.forEach((conversation, mark) -> {
            BoundStatement save = statements.saveEndpointMark.bind(
                    endpoint.user().value(), endpoint.clientId(), conversation.value(), mark, now, mark);
            writes.add(new Write(save, STATEMENT_BYTES));
        });
        return writer.write(writes);
    }

    static ConversationId conversation(Row row, int column) {
        return new ConversationId(Objects.requireNonNull(row.getString(column)));
    }

    /** Every row of every page, one after the other. */
    static CompletionStage<Void> each(AsyncResultSet rows, Consumer<Row> action) {
        rows.currentPage().forEach(action);
        return rows.hasMorePages()
                ? rows.fetchNextPage().thenCompose(next -> each(next, action))
                : CompletableFuture.completedStage(null);
    }
}
