package io.parley.broker.storage.cassandra;

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
 * beginning of a bucket the one before is asked too, and {@link LogTruth} decides.
 */
final class LogReader {
    /** Blocks at or before a seq that are looked at: the one that holds it and what may lie across. */
    static final int LOOKBACK_BLOCKS = 3;

    private static final int FIRST_PAGE_BLOCKS = 32;
    private static final int PAGE_BLOCKS_MAX = 256;

    /** How much to read. */
    record Limits(int messagesMax, long bytesMax) {}

    private final Buckets buckets;
    private final BlockRows rows;

    LogReader(Buckets buckets, BlockRows rows) {
        this.buckets = buckets;
        this.rows = rows;
    }

    /** Dense from {@code fromSeq} on; may go past the limits by what came along with the last page. */
    CompletionStage<List<Block>> read(ConversationId conversation, long fromSeq, long toSeq, Limits limits) {
        return new Reading(conversation, toSeq, limits).from(fromSeq);
    }

    /** One call of {@link #read}. Pages follow each other, so its fields are never touched by two threads at once. */
    private final class Reading {
        private final ConversationId conversation;
        private final long toSeq;
        private final Limits limits;
        private final List<Block> log = new ArrayList<>();
        private int messages;
        private long bytes;
        /** Beyond it a block that was not read may say otherwise. */
        private long trusted;

        Reading(ConversationId conversation, long toSeq, Limits limits) {
            this.conversation = conversation;
            this.toSeq = toSeq;
            this.limits = limits;
        }

        CompletionStage<List<Block>> from(long seq) {
            if (seq > toSeq || messages >= limits.messagesMax() || (messages > 0 && bytes >= limits.bytesMax())) {
                return CompletableFuture.completedStage(log);
            }
            return buckets.around(conversation, seq).thenCompose(near -> {
                // Where the next bucket begins this one no longer says what is true.
                long end = Math.min(toSeq, near.next() - 1);
                trusted = end;
                return around(seq, end, near.atOrBefore(), 0, new ArrayList<>())
                        .thenCompose(found -> append(seq, found));
            });
        }

        private CompletionStage<List<Block>> append(long seq, List<Block> found) {
            List<Block> stretch = LogTruth.upFrom(seq, trusted, found);
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
        }

        /** Blocks at {@code seq} and after it, from the bucket {@code index} and, if need be, those before. */
        private CompletionStage<List<Block>> around(long seq, long end, List<Long> near, int index, List<Block> found) {
            if (index == near.size()) {
                return CompletableFuture.completedStage(found);
            }
            long bucket = near.get(index);
            CompletionStage<List<Block>> down = rows.down(conversation, bucket, seq, LOOKBACK_BLOCKS);
            int limit = pageBlocks();
            CompletionStage<List<Block>> up = end == seq
                    ? CompletableFuture.completedStage(List.of())
                    : rows.up(conversation, bucket, seq, end, limit);
            return down.thenCombine(up, (before, after) -> {
                        found.addAll(before);
                        found.addAll(after);
                        if (after.size() == limit) {
                            trusted = Math.min(trusted, after.get(limit - 1).firstSeq());
                        }
                        return before.size() == LOOKBACK_BLOCKS && holds(before, seq);
                    })
                    .thenCompose(enough -> enough || (index > 0 && holds(found, seq))
                            ? CompletableFuture.completedStage(found)
                            : around(seq, end, near, index + 1, found));
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
