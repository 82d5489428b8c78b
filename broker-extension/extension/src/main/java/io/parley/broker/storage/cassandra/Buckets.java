package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.protocol.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where the buckets of a conversation begin. Most have a few, so that one read tells all about any seq. */
final class Buckets {
    /** How many are read at once, and looked at when the newest turn out to be empty; each owner leaves at most one. */
    static final int LOOKBACK = 8;

    private static final long NONE = Long.MAX_VALUE;

    /**
     * The buckets around a seq.
     *
     * @param atOrBefore first seqs of those that begin at or before it, newest first, at most {@link #LOOKBACK}
     * @param next first seq of the one that begins after it, {@link Long#MAX_VALUE} if there is none
     */
    record Near(List<Long> atOrBefore, long next) {}

    private final Statements statements;
    private final Reads reads;

    Buckets(Statements statements, Reads reads) {
        this.statements = statements;
        this.reads = reads;
    }

    CompletionStage<Near> around(ConversationId conversation, long seq) {
        return newest(conversation, NONE).thenCompose(newest -> {
            List<Long> before = newest.stream().filter(bucket -> bucket <= seq).toList();
            if (newest.size() < LOOKBACK || before.size() > 1) {
                long next = newest.stream()
                        .filter(bucket -> bucket > seq)
                        .min(Long::compare)
                        .orElse(NONE);
                return CompletableFuture.completedStage(new Near(before, next));
            }
            return newest(conversation, seq).thenCombine(after(conversation, seq), Near::new);
        });
    }

    /** First seqs of the buckets that begin at or before {@code seq}, newest first, at most {@link #LOOKBACK}. */
    CompletionStage<List<Long>> newest(ConversationId conversation, long seq) {
        return reads.execute(statements.buckets.bind(conversation.value(), seq, LOOKBACK))
                .thenApply(result -> {
                    List<Long> buckets = new ArrayList<>();
                    for (Row row : result.currentPage()) {
                        buckets.add(row.getLong(0));
                    }
                    return buckets;
                });
    }

    private CompletionStage<Long> after(ConversationId conversation, long seq) {
        return reads.execute(statements.bucketAfter.bind(conversation.value(), seq))
                .thenApply(result -> Optional.ofNullable(result.one())
                        .map(row -> row.getLong(0))
                        .orElse(NONE));
    }
}
