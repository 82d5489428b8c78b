package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads a stretch of the log across blocks and buckets.
 *
 * <p>Normally a seq lies in the newest bucket that begins at or before it. A bucket that a former owner opened late is the
 * exception: it may be empty, or hold that owner's one late block, while the log goes on in the bucket before. So near the
 * beginning of a bucket the one before is asked too, and {@link Overlaps} decides.
 */
final class LogReader {
    /** Blocks at or before a seq that are looked at: the one that holds it and what may lie across. */
    static final int LOOKBACK_BLOCKS = 3;
    /** Buckets at or before a seq that are looked at; each owner leaves at most one empty. */
    static final int LOOKBACK_BUCKETS = 8;

    private static final int FIRST_PAGE_BLOCKS = 32;
    private static final int PAGE_BLOCKS_MAX = 256;

    /** How much to read. */
    record Limits(int messagesMax, long bytesMax) {}

    private final Statements statements;
    private final Reads reads;
    private final BlockRows rows;

    LogReader(Statements statements, Reads reads, BlockRows rows) {
        this.statements = statements;
        this.reads = reads;
        this.rows = rows;
    }

    /** Dense from {@code fromSeq} on; may go past the limits by what came along with the last page. */
    CompletionStage<List<Block>> read(ConversationId conversation, long fromSeq, long toSeq, Limits limits) {
        return new Reading(conversation, toSeq, limits).from(fromSeq);
    }

    /** First seqs of the buckets that begin at or before {@code seq}, newest first. */
    CompletionStage<List<Long>> buckets(ConversationId conversation, long seq, int limit) {
        return reads.execute(statements.buckets.bind(conversation.value(), seq, limit))
                .thenApply(result -> {
                    List<Long> buckets = new ArrayList<>();
                    for (Row row : result.currentPage()) {
                        buckets.add(row.getLong(0));
                    }
                    return buckets;
                });
    }

    /** One call of {@link #read}. Pages follow each other, so its fields are never touched by two threads at once. */
    private final class Reading {
        private final ConversationId conversation;
        private final long toSeq;
        private final Limits limits;
        private final List<Block> log = new ArrayList<>();
        private int messages;
        private long bytes;

        Reading(ConversationId conversation, long toSeq, Limits limits) {
            this.conversation = conversation;
            this.toSeq = toSeq;
            this.limits = limits;
        }

        CompletionStage<List<Block>> from(long seq) {
            if (seq > toSeq || messages >= limits.messagesMax() || (messages > 0 && bytes >= limits.bytesMax())) {
                return CompletableFuture.completedStage(log);
            }
            return buckets(conversation, seq, LOOKBACK_BUCKETS)
                    .thenCompose(buckets -> around(seq, buckets, 0, new ArrayList<>()))
                    .thenCompose(found -> {
                        List<Block> stretch = Overlaps.upFrom(seq, toSeq, found);
                        if (stretch.isEmpty()) {
                            return CompletableFuture.completedStage(log);
                        }
                        long next = seq;
                        for (Block block : stretch) {
                            log.add(block);
                            messages += block.messages().size();
                            bytes += block.contentBytes();
                            next = block.lastSeq() + 1;
                        }
                        return from(next);
                    });
        }

        /** Blocks at {@code seq} and after it, from the bucket {@code index} and, if need be, those before. */
        private CompletionStage<List<Block>> around(long seq, List<Long> buckets, int index, List<Block> found) {
            if (index == buckets.size()) {
                return CompletableFuture.completedStage(found);
            }
            long bucket = buckets.get(index);
            CompletionStage<List<Block>> down = rows.down(conversation, bucket, seq, LOOKBACK_BLOCKS);
            CompletionStage<List<Block>> up = toSeq == seq
                    ? CompletableFuture.completedStage(List.of())
                    : rows.up(conversation, bucket, seq, toSeq, pageBlocks());
            return down.thenCombine(up, (before, after) -> {
                        found.addAll(before);
                        found.addAll(after);
                        return before.size() == LOOKBACK_BLOCKS && holds(before, seq);
                    })
                    .thenCompose(enough -> enough || (index > 0 && holds(found, seq))
                            ? CompletableFuture.completedStage(found)
                            : around(seq, buckets, index + 1, found));
        }

        private int pageBlocks() {
            if (messages == 0) {
                return Math.min(FIRST_PAGE_BLOCKS, limits.messagesMax());
            }
            long messagesPerBlock = Math.max(1, messages / log.size());
            long bytesPerBlock = Math.max(1, bytes / log.size());
            long blocks = Math.min(
                    (limits.messagesMax() - messages) / messagesPerBlock, (limits.bytesMax() - bytes) / bytesPerBlock);
            return (int) Math.max(1, Math.min(blocks + 1, PAGE_BLOCKS_MAX));
        }
    }

    private static boolean holds(List<Block> blocks, long seq) {
        return blocks.stream().anyMatch(block -> block.firstSeq() <= seq && seq <= block.lastSeq());
    }

    /** The messages of a stretch, cut to the limits; the first one is always among them. */
    static List<StoredMessage> messages(List<Block> log, Limits limits) {
        List<StoredMessage> messages = new ArrayList<>();
        long bytes = 0;
        for (Block block : log) {
            for (StoredMessage message : block.messages()) {
                bytes += message.content().size();
                if (messages.size() == limits.messagesMax() || (!messages.isEmpty() && bytes > limits.bytesMax())) {
                    return messages;
                }
                messages.add(message);
            }
        }
        return messages;
    }
}
