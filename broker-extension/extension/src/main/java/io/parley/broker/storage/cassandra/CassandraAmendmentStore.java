package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.BlockCodec;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Side logs by target in Cassandra: a partition for every 256 messages, a row for each entry, never rewritten. */
final class CassandraAmendmentStore implements AmendmentStore {
    /** Part of the data; never changes. */
    private static final int PAGE_BITS = 8;

    private static final int STATEMENT_BYTES = 120;

    private final Reads reads;
    private final BatchWriter writer;
    /** conversation → up_to */
    private final PreparedStatement upTo;
    /** conversation, up_to, time stamp */
    private final PreparedStatement saveUpTo;
    /** conversation, page, target, seq, entry */
    private final PreparedStatement add;
    /** conversation, page, first target, last target, limit → target, entry; newest first */
    private final PreparedStatement ofTargets;

    CassandraAmendmentStore(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.reads = reads;
        this.writer = writer;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        upTo = preparing.plain("SELECT up_to FROM %s.amendment_saved WHERE conversation = ?");
        saveUpTo =
                preparing.plain("INSERT INTO %s.amendment_saved (conversation, up_to) VALUES (?, ?) USING TIMESTAMP ?");
        add = preparing.plain(
                "INSERT INTO %s.amendment (conversation, page, target, seq, entry) VALUES (?, ?, ?, ?, ?)");
        ofTargets = preparing.plain("SELECT target, entry FROM %s.amendment WHERE conversation = ? AND page = ?"
                + " AND target >= ? AND target <= ? LIMIT ?");
    }

    @Override
    public CompletionStage<Long> savedUpTo(ConversationId sideLog) {
        return Failures.bare(
                "reading how far " + sideLog + " is saved by target",
                reads.execute(upTo.bind(sideLog.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one())
                                .map(row -> row.getLong(0))
                                .orElse(0L)));
    }

    @Override
    public CompletionStage<Void> save(ConversationId sideLog, List<Entry> entries) {
        if (entries.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<Write> writes = new ArrayList<>(entries.size());
        for (Entry it : entries) {
            ByteBuffer body = BlockCodec.encode(List.of(it.entry()));
            writes.add(new Write(
                    add.bind(
                            sideLog.value(),
                            it.target() >> PAGE_BITS,
                            it.target(),
                            it.entry().seq(),
                            body),
                    STATEMENT_BYTES + body.remaining()));
        }
        long last = entries.get(entries.size() - 1).entry().seq();
        Write done = new Write(saveUpTo.bind(sideLog.value(), last, last), STATEMENT_BYTES);
        // that it is saved is said only when it is
        return writer.write(writes).thenCompose(written -> writer.write(List.of(done)));
    }

    @Override
    public CompletionStage<List<Entry>> find(ConversationId sideLog, Collection<Long> targets) {
        Map<Long, TreeSet<Long>> byPage = new TreeMap<>();
        targets.forEach(target -> byPage.computeIfAbsent(target >> PAGE_BITS, fresh -> new TreeSet<>())
                .add(target));
        Set<Long> wanted = Set.copyOf(targets);
        List<Entry> found = new ArrayList<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Map.Entry<Long, TreeSet<Long>> page : byPage.entrySet()) {
            all = all.thenCompose(done -> reads.execute(ofTargets.bind(
                            sideLog.value(),
                            page.getKey(),
                            page.getValue().first(),
                            page.getValue().last(),
                            FOUND_MAX))
                    .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> {
                        if (wanted.contains(row.getLong(0))) {
                            found.add(entry(row));
                        }
                    })));
        }
        return Failures.bare("reading " + sideLog + " by target", all.thenApply(done -> {
            found.sort(Comparator.comparingLong(it -> it.entry().seq()));
            return found;
        }));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong(0),
                BlockCodec.decode(Objects.requireNonNull(row.getByteBuffer(1))).get(0));
    }
}
