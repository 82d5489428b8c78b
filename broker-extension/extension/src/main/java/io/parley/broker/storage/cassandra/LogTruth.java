package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the blocks found are the log. Normally all are, one after the other; what a dead owner left under way may land
 * at any time, and lie across or between those of the next one:
 *
 * <pre>
 * epoch 2   [5 . . 8][9 . . . . 14]
 * epoch 1        [7 . 9]                      late
 * epoch 1            [9 . . . . . . . . 18]   late, and longer than the log
 * </pre>
 *
 * A block is no part of the log if a higher epoch began to write at or before its first seq: that owner had read the log,
 * and this block was not in it. From where a higher epoch begins on, nothing of a lower one counts. Pure.
 */
final class LogTruth {
    private static final Comparator<Block> BY_SEQ_THEN_HIGHEST_EPOCH =
            Comparator.comparingLong(Block::firstSeq).thenComparing(Block::epoch, Comparator.reverseOrder());

    private LogTruth() {}

    /** The log from {@code fromSeq} up to the first hole, at most to {@code toSeq}; blocks across an end are cut. */
    static List<Block> upFrom(long fromSeq, long toSeq, List<Block> blocks) {
        Stretch stretch = Stretch.of(blocks);
        int begin = stretch.indexOf(fromSeq);
        int end = begin;
        while (end < stretch.owners.length && stretch.seqAt(end) <= toSeq && stretch.owners[end] != null) {
            end++;
        }
        return stretch.cut(begin, end);
    }

    /** The newest of the log down to the first hole, at most down to {@code floor}. */
    static List<Block> downFromEnd(long floor, List<Block> blocks) {
        Stretch stretch = Stretch.of(blocks);
        int end = stretch.owners.length;
        while (end > 0 && stretch.owners[end - 1] == null) {
            // A late block that reached further than what replaced it.
            end--;
        }
        int begin = end;
        while (begin > 0 && stretch.owners[begin - 1] != null && stretch.seqAt(begin - 1) >= floor) {
            begin--;
        }
        return stretch.cut(begin, end);
    }

    /** Whose each seq is, over all that the blocks cover. */
    private static final class Stretch {
        /** Far more than any page holds: a longer stretch has a hole in it that no reader would cross. */
        private static final long SEQS_MAX = 1 << 24;

        private final long origin;
        private final @Nullable Block[] owners;

        private Stretch(long origin, @Nullable Block[] owners) {
            this.origin = origin;
            this.owners = owners;
        }

        static Stretch of(List<Block> blocks) {
            if (blocks.isEmpty()) {
                return new Stretch(1, new Block[0]);
            }
            List<Block> inOrder = new ArrayList<>(blocks);
            inOrder.sort(BY_SEQ_THEN_HIGHEST_EPOCH);
            long origin = inOrder.get(0).firstSeq();
            long last = inOrder.stream().mapToLong(Block::lastSeq).max().orElseThrow();
            if (last - origin >= SEQS_MAX) {
                throw new IllegalArgumentException("seqs " + origin + ".." + last + " are too far apart");
            }
            @Nullable Block[] owners = new Block[(int) (last - origin + 1)];
            long epoch = Long.MIN_VALUE;
            for (Block block : inOrder) {
                int begin = (int) (block.firstSeq() - origin);
                if (block.epoch() > epoch) {
                    epoch = block.epoch();
                    Arrays.fill(owners, begin, owners.length, null);
                }
                if (block.epoch() == epoch) {
                    Arrays.fill(owners, begin, (int) (block.lastSeq() - origin + 1), block);
                }
            }
            return new Stretch(origin, owners);
        }

        long seqAt(int index) {
            return origin + index;
        }

        /** Outside the stretch: its end, where nothing is. */
        int indexOf(long seq) {
            return seq < origin || seq - origin > owners.length ? owners.length : (int) (seq - origin);
        }

        /** Neighbours of one block become a block again. */
        List<Block> cut(int begin, int end) {
            List<Block> log = new ArrayList<>();
            int start = begin;
            for (int i = begin; i < end; i++) {
                Block owner = owners[start];
                if (owner != null && (i + 1 == end || !isSame(owners[i + 1], owner))) {
                    log.add(part(owner, seqAt(start), seqAt(i)));
                    start = i + 1;
                }
            }
            return log;
        }
    }

    @SuppressWarnings("ReferenceEquality") // equal blocks in two buckets are still two rows
    private static boolean isSame(@Nullable Block one, Block other) {
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
