package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which of several blocks is true at a seq. Normally blocks follow each other; after a crash a late block of a former
 * owner may lie across those of the next one:
 *
 * <pre>
 * epoch 2   [5 . . 8][9 . . . . 14]
 * epoch 1        [7 . 9]               late; 7, 8 and 9 are epoch 2's
 * </pre>
 *
 * The higher epoch is true: its owner read the log before it wrote, and did not see the other. Pure.
 */
final class Overlaps {
    private Overlaps() {}

    /** The log from {@code fromSeq} up to the first hole, at most to {@code toSeq}, as blocks cut to what is true of them. */
    static List<Block> upFrom(long fromSeq, long toSeq, List<Block> blocks) {
        Block[] truth = truth(fromSeq, toSeq, blocks);
        int end = 0;
        while (end < truth.length && truth[end] != null) {
            end++;
        }
        return cut(truth, 0, end, fromSeq);
    }

    /** The newest of the log down to the first hole. */
    static List<Block> downFromEnd(List<Block> blocks) {
        if (blocks.isEmpty()) {
            return List.of();
        }
        long last = blocks.stream().mapToLong(Block::lastSeq).max().orElseThrow();
        long first = blocks.stream().mapToLong(Block::firstSeq).min().orElseThrow();
        // What reaches down to the first hole cannot be longer than all messages together.
        first = Math.max(first, last - messagesIn(blocks) + 1);
        Block[] truth = truth(first, last, blocks);
        int begin = truth.length;
        while (begin > 0 && truth[begin - 1] != null) {
            begin--;
        }
        return cut(truth, begin, truth.length, first);
    }

    private static long messagesIn(List<Block> blocks) {
        return blocks.stream().mapToLong(block -> block.messages().size()).sum();
    }

    private static Block[] truth(long fromSeq, long toSeq, List<Block> blocks) {
        long last = Math.min(
                Math.min(toSeq, fromSeq + messagesIn(blocks) - 1),
                blocks.stream().mapToLong(Block::lastSeq).max().orElse(fromSeq - 1));
        Block[] truth = new Block[(int) Math.max(0, last - fromSeq + 1)];
        List<Block> byEpoch = new ArrayList<>(blocks);
        byEpoch.sort(Comparator.comparingLong(Block::epoch).thenComparingLong(Block::firstSeq));
        for (Block block : byEpoch) {
            long end = Math.min(block.lastSeq(), last);
            for (long seq = Math.max(block.firstSeq(), fromSeq); seq <= end; seq++) {
                truth[(int) (seq - fromSeq)] = block;
            }
        }
        return truth;
    }

    /** Neighbours of the same block become one block again. */
    private static List<Block> cut(Block[] truth, int begin, int end, long origin) {
        List<Block> log = new ArrayList<>();
        int start = begin;
        for (int i = begin; i < end; i++) {
            if (i + 1 == end || !isSame(truth[i + 1], truth[start])) {
                log.add(part(truth[start], origin + start, origin + i));
                start = i + 1;
            }
        }
        return log;
    }

    @SuppressWarnings("ReferenceEquality") // two equal blocks of different buckets are still two rows
    private static boolean isSame(Block one, Block other) {
        return one == other;
    }

    private static Block part(Block block, long fromSeq, long toSeq) {
        if (fromSeq == block.firstSeq() && toSeq == block.lastSeq()) {
            return block;
        }
        int begin = (int) (fromSeq - block.firstSeq());
        int end = (int) (toSeq - block.firstSeq()) + 1;
        return new Block(
                block.conversation(),
                block.bucket(),
                block.epoch(),
                block.futureUntil(),
                block.messages().subList(begin, end));
    }
}
