package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.protocol.ConversationId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks ids up in {@code message_id}: a read for each slice, of that conversation's rows only. */
final class IdFinder {
    private static final int PAGE_ROWS = 1000;

    private final Statements statements;
    private final Reads reads;

    IdFinder(Statements statements, Reads reads) {
        this.statements = statements;
        this.reads = reads;
    }

    CompletionStage<Map<SenderId, KnownId>> find(ConversationId conversation, Collection<SenderId> ids) {
        Map<Long, Set<SenderId>> bySlice = new HashMap<>();
        for (SenderId id : ids) {
            bySlice.computeIfAbsent(IdIndex.sliceOf(id.id()), slice -> new HashSet<>())
                    .add(id);
        }
        int shard = IdIndex.shardOf(conversation);
        List<Slice> slices = new ArrayList<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Map.Entry<Long, Set<SenderId>> entry : bySlice.entrySet()) {
            Slice slice = new Slice(entry.getValue());
            slices.add(slice);
            CompletionStage<Void> read = reads.execute(statements
                            .idsOfConversation
                            .bind(entry.getKey(), shard, conversation.value())
                            .setPageSize(PAGE_ROWS))
                    .thenCompose(slice::scan);
            all = all.thenCombine(read, (one, other) -> other);
        }
        return all.thenApply(done -> {
            Map<SenderId, KnownId> found = new HashMap<>();
            for (Slice slice : slices) {
                slice.found.forEach((id, hit) -> found.put(id, hit.known()));
            }
            return found;
        });
    }

    private record Hit(long epoch, KnownId known) {}

    /**
     * What is searched for in one partition. An id may be in rows of several epochs, of which all but the highest never
     * became part of the log: whoever wrote the highest had looked for the others.
     */
    private static final class Slice {
        private final Set<SenderId> wanted;
        private final Map<SenderId, Hit> found = new HashMap<>();

        Slice(Set<SenderId> wanted) {
            this.wanted = wanted;
        }

        CompletionStage<Void> scan(AsyncResultSet rows) {
            for (Row row : rows.currentPage()) {
                ByteBuffer ids = row.getByteBuffer(2);
                if (ids != null) {
                    scan(row.getLong(0), row.getLong(1), ids);
                }
            }
            return rows.hasMorePages()
                    ? rows.fetchNextPage().thenCompose(this::scan)
                    : CompletableFuture.completedStage(null);
        }

        private void scan(long firstSeq, long epoch, ByteBuffer ids) {
            IdIndex.decode(firstSeq, ids, (id, known) -> {
                if (wanted.contains(id)) {
                    found.merge(id, new Hit(epoch, known), (one, other) -> one.epoch() >= other.epoch() ? one : other);
                }
            });
        }
    }
}
