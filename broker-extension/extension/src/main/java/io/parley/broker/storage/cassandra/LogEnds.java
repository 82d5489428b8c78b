package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import io.parley.broker.storage.Standing;
import io.parley.protocol.ConversationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where many logs end at most, in a few reads. Nothing here tells blocks that are part of a log from what a former owner
 * left behind, so the end may be said too high, which makes its reader ask the owner; never too low. Only while all of a
 * log is in one bucket: with more, such a block may hide the newest.
 */
final class LogEnds {
    /** Blocks of former owners that may begin inside the newest block; each owner leaves at most one. */
    static final int LATE_BLOCKS_MAX = 4;

    /** Partitions one statement asks for. */
    private static final int CHUNK = 64;

    private final Statements statements;
    private final Reads reads;

    LogEnds(Statements statements, Reads reads) {
        this.statements = statements;
        this.reads = reads;
    }

    /** No accepted message has a higher seq; 0 for an empty log, {@link Standing#UNKNOWN} for one of several buckets. */
    CompletionStage<Map<ConversationId, Long>> of(Collection<ConversationId> conversations) {
        Map<ConversationId, Long> ends = new HashMap<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        List<ConversationId> rest = List.copyOf(conversations);
        for (int from = 0; from < rest.size(); from += CHUNK) {
            List<ConversationId> chunk = rest.subList(from, Math.min(rest.size(), from + CHUNK));
            chunk.forEach(it -> ends.put(it, 0L));
            all = all.thenCompose(before -> ends(chunk, ends));
        }
        return all.thenApply(done -> ends);
    }

    private CompletionStage<Void> ends(List<ConversationId> chunk, Map<ConversationId, Long> ends) {
        Map<ConversationId, Long> buckets = new HashMap<>();
        return reads.execute(statements.bucketsOfMany.bind(values(chunk)))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> {
                    ConversationId conversation = CassandraEndpointStore.conversation(row, 0);
                    if (buckets.put(conversation, row.getLong(1)) != null) {
                        ends.put(conversation, Standing.UNKNOWN);
                    }
                }))
                .thenCompose(done -> newest(byBucket(buckets, ends), ends));
    }

    /** Nearly all begin with their first seq. */
    private static Map<Long, List<ConversationId>> byBucket(
            Map<ConversationId, Long> buckets, Map<ConversationId, Long> ends) {
        Map<Long, List<ConversationId>> byBucket = new TreeMap<>();
        buckets.forEach((conversation, bucket) -> {
            if (ends.getOrDefault(conversation, 0L) != Standing.UNKNOWN) {
                byBucket.computeIfAbsent(bucket, fresh -> new ArrayList<>()).add(conversation);
            }
        });
        return byBucket;
    }

    private CompletionStage<Void> newest(Map<Long, List<ConversationId>> byBucket, Map<ConversationId, Long> ends) {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Map.Entry<Long, List<ConversationId>> it : byBucket.entrySet()) {
            all = all.thenCompose(before -> newest(it.getKey(), it.getValue()))
                    .thenCompose(rows -> CassandraEndpointStore.each(
                            rows,
                            row -> ends.merge(CassandraEndpointStore.conversation(row, 0), row.getLong(1), Math::max)));
        }
        return all;
    }

    private CompletionStage<AsyncResultSet> newest(long bucket, List<ConversationId> conversations) {
        return reads.execute(statements.newestOfMany.bind(values(conversations), bucket));
    }

    private static List<String> values(List<ConversationId> conversations) {
        return conversations.stream().map(ConversationId::value).toList();
    }
}
