package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.Removed;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Hidden messages in Cassandra: sets that only grow, so that what is added from two places at once is all kept. */
final class CassandraHiddenStore implements HiddenStore {
    /** Part of the data; never changes. */
    private static final int CHUNK_BITS = 10;

    private static final int STATEMENT_BYTES = 120;
    private static final int ELEMENT_BYTES = 8;

    private final Reads reads;
    private final BatchWriter writer;
    /** user, conversation, first chunk, last chunk → chunk, offsets */
    private final PreparedStatement chunks;
    /** offsets, user, conversation, chunk */
    private final PreparedStatement add;
    /** user, conversation, first chunk that stays */
    private final PreparedStatement remove;
    /** seqs, user, at, conversation */
    private final PreparedStatement noteHidden;
    /** cleared, user, at, conversation */
    private final PreparedStatement noteCleared;
    /** user, since → conversation, seqs, cleared */
    private final PreparedStatement noted;

    CassandraHiddenStore(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.reads = reads;
        this.writer = writer;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        chunks = preparing.plain("SELECT chunk, offsets FROM %s.hidden_message"
                + " WHERE user = ? AND conversation = ? AND chunk >= ? AND chunk <= ?");
        add = preparing.plain("UPDATE %s.hidden_message SET offsets = offsets + ?"
                + " WHERE user = ? AND conversation = ? AND chunk = ?");
        remove = preparing.plain("DELETE FROM %s.hidden_message WHERE user = ? AND conversation = ? AND chunk < ?");
        String row = " WHERE user = ? AND at = ? AND conversation = ?";
        noteHidden = preparing.plain("UPDATE %s.removed_message SET seqs = seqs + ?" + row);
        noteCleared = preparing.plain("UPDATE %s.removed_message SET cleared = ?" + row);
        noted = preparing.plain(
                "SELECT conversation, seqs, cleared FROM %s.removed_message WHERE user = ? AND at >= ?");
    }

    @Override
    public CompletionStage<Boolean> hide(UserName user, ConversationId conversation, Collection<Long> seqs, long at) {
        Set<Long> all = new HashSet<>(seqs);
        return read(user, conversation, 0, Long.MAX_VALUE, all::add).thenCompose(done -> {
            if (all.size() > HIDDEN_MAX) {
                return CompletableFuture.completedStage(false);
            }
            List<Write> writes = additions(user, conversation, seqs);
            writes.add(new Write(
                    noteHidden.bind(Set.copyOf(seqs), user.value(), at, conversation.value()),
                    STATEMENT_BYTES + ELEMENT_BYTES * seqs.size()));
            return writer.write(writes).thenApply(written -> true);
        });
    }

    private List<Write> additions(UserName user, ConversationId conversation, Collection<Long> seqs) {
        Map<Long, Set<Short>> offsets = new TreeMap<>();
        for (long seq : seqs) {
            offsets.computeIfAbsent(seq >> CHUNK_BITS, fresh -> new TreeSet<>())
                    .add((short) (seq & ((1 << CHUNK_BITS) - 1)));
        }
        List<Write> writes = new ArrayList<>(offsets.size());
        offsets.forEach((chunk, some) -> writes.add(new Write(
                add.bind(some, user.value(), conversation.value(), chunk),
                STATEMENT_BYTES + ELEMENT_BYTES * some.size())));
        return writes;
    }

    @Override
    public CompletionStage<Set<Long>> hiddenIn(UserName user, ConversationId conversation, long fromSeq, long toSeq) {
        Set<Long> found = new HashSet<>();
        return read(user, conversation, fromSeq, toSeq, seq -> {
                    if (seq >= fromSeq && seq <= toSeq) {
                        found.add(seq);
                    }
                })
                .thenApply(done -> found);
    }

    private CompletionStage<Void> read(
            UserName user, ConversationId conversation, long fromSeq, long toSeq, Consumer<Long> action) {
        return Failures.bare(
                "reading what " + user + " hides in " + conversation,
                reads.execute(chunks.bind(
                                user.value(), conversation.value(), fromSeq >> CHUNK_BITS, toSeq >> CHUNK_BITS))
                        .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> seqs(row, action))));
    }

    private static void seqs(Row row, Consumer<Long> action) {
        long base = row.getLong(0) << CHUNK_BITS;
        Set<Short> offsets = row.getSet(1, Short.class);
        if (offsets != null) {
            offsets.forEach(offset -> action.accept(base + offset));
        }
    }

    @Override
    public CompletionStage<Void> cleared(UserName user, ConversationId conversation, long seq, long at) {
        return writer.write(List.of(
                new Write(remove.bind(user.value(), conversation.value(), (seq + 1) >> CHUNK_BITS), STATEMENT_BYTES),
                new Write(noteCleared.bind(seq, user.value(), at, conversation.value()), STATEMENT_BYTES)));
    }

    @Override
    public CompletionStage<Slice<Removed>> removedSince(UserName user, long since, int limit, Optional<String> cursor) {
        BoundStatement question = Paging.at(noted.bind(user.value(), since), limit, cursor);
        return Failures.bare(
                "reading what " + user + " removed",
                reads.execute(question).thenApply(rows -> Paging.slice(rows, CassandraHiddenStore::removed)));
    }

    private static Removed removed(Row row) {
        Set<Long> seqs = row.getSet(1, Long.class);
        return new Removed(CassandraEndpointStore.conversation(row, 0), seqs == null ? Set.of() : seqs, row.getLong(2));
    }
}
