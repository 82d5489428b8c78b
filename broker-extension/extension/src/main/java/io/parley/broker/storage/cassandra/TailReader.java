package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads what a new owner starts from: epoch, marks, and the newest blocks, going down bucket by bucket. */
final class TailReader {
    private static final int FIRST_PAGE_BLOCKS = 32;
    private static final int PAGE_BLOCKS_MAX = 256;
    /** Messages read in search of a hole's other side before that conversation is given up on. */
    private static final int MESSAGES_MAX = 65_536;

    private final Statements statements;
    private final Reads reads;
    private final BlockRows rows;
    private final LogReader log;

    TailReader(Statements statements, Reads reads, BlockRows rows, LogReader log) {
        this.statements = statements;
        this.reads = reads;
        this.rows = rows;
        this.log = log;
    }

    CompletionStage<Tail> read(ConversationId conversation, int messagesMin) {
        CompletionStage<Long> epoch = reads.execute(statements.epoch.bind(conversation.value()))
                .thenApply(result -> Optional.ofNullable(result.one())
                        .map(row -> row.getLong(0))
                        .orElse(0L));
        CompletionStage<Map<UserName, UserMarks>> marks = marks(conversation);
        CompletionStage<Newest> newest = log.buckets(conversation, Long.MAX_VALUE, LogReader.LOOKBACK_BUCKETS)
                .thenCompose(buckets -> new Reading(conversation, messagesMin, buckets).page());
        return epoch.thenCombine(marks, Former::new)
                .thenCombine(
                        newest,
                        (former, found) -> new Tail(
                                former.epoch(),
                                found.bucket(),
                                found.bucketBytes(),
                                found.blocks(),
                                found.whole(),
                                former.marks()));
    }

    private record Former(long epoch, Map<UserName, UserMarks> marks) {}

    private record Newest(long bucket, long bucketBytes, List<Block> blocks, boolean whole) {}

    /** Users that have no marks yet are left out. */
    CompletionStage<Map<UserName, UserMarks>> marks(ConversationId conversation) {
        UserName first = conversation.first();
        UserName second = conversation.second();
        return marks(conversation, first).thenCombine(marks(conversation, second), (one, other) -> {
            Map<UserName, UserMarks> marks = new HashMap<>();
            one.ifPresent(mark -> marks.put(first, mark));
            other.ifPresent(mark -> marks.put(second, mark));
            return marks;
        });
    }

    private CompletionStage<Optional<UserMarks>> marks(ConversationId conversation, UserName user) {
        return reads.execute(statements.userMarks.bind(user.value(), conversation.value()))
                .thenApply(result -> Optional.ofNullable(result.one()).map(TailReader::marks));
    }

    private static UserMarks marks(Row row) {
        return new UserMarks(row.getLong(0), row.getLong(1));
    }

    /** One call of {@link #read}: pages follow each other, so its fields are never touched by two threads at once. */
    private final class Reading {
        private final ConversationId conversation;
        private final int messagesMin;
        private final List<Long> buckets;
        private final List<Block> found = new ArrayList<>();
        private int index;
        private long below = Long.MAX_VALUE;
        private int pageBlocks = FIRST_PAGE_BLOCKS;
        private int messages;

        Reading(ConversationId conversation, int messagesMin, List<Long> buckets) {
            this.conversation = conversation;
            this.messagesMin = messagesMin;
            this.buckets = new ArrayList<>(buckets);
        }

        CompletionStage<Newest> page() {
            if (index == buckets.size()) {
                return CompletableFuture.completedStage(newest(true));
            }
            int limit = pageBlocks;
            return rows.down(conversation, buckets.get(index), below, limit).thenCompose(page -> {
                found.addAll(page);
                for (Block block : page) {
                    messages += block.messages().size();
                    below = block.firstSeq() - 1;
                }
                pageBlocks = Math.min(pageBlocks * 2, PAGE_BLOCKS_MAX);
                boolean bucketDone = page.size() < limit;
                if (messages >= messagesMin + margin() && !bucketDone && isEnough()) {
                    return CompletableFuture.completedStage(newest(false));
                }
                return bucketDone ? nextBucket() : page();
            });
        }

        /** A block of the next page may lie across the oldest of this one; that one is not counted on. */
        private int margin() {
            return found.isEmpty() ? 0 : found.get(found.size() - 1).messages().size();
        }

        private boolean isEnough() {
            long dense = Overlaps.downFromEnd(found).stream()
                    .mapToLong(block -> block.messages().size())
                    .sum();
            if (dense < messagesMin && messages > messagesMin + MESSAGES_MAX) {
                throw hole();
            }
            return dense >= messagesMin;
        }

        /** The bucket before is looked into even if there is enough, for what may lie across the beginning of this one. */
        private CompletionStage<Newest> nextBucket() {
            index++;
            below = Long.MAX_VALUE;
            if (index < buckets.size()) {
                return isDone() ? across() : page();
            }
            if (buckets.size() < LogReader.LOOKBACK_BUCKETS) {
                return page();
            }
            // All of the last eight hold too little: go on with those before them.
            long next = buckets.get(buckets.size() - 1) - 1;
            return log.buckets(conversation, next, LogReader.LOOKBACK_BUCKETS).thenCompose(older -> {
                buckets.addAll(older);
                return page();
            });
        }

        private boolean isDone() {
            return messages >= messagesMin + margin() && isEnough();
        }

        private CompletionStage<Newest> across() {
            return rows.down(conversation, buckets.get(index), Long.MAX_VALUE, LogReader.LOOKBACK_BLOCKS)
                    .thenApply(page -> {
                        found.addAll(page);
                        return newest(false);
                    });
        }

        private Newest newest(boolean all) {
            List<Block> blocks = Overlaps.downFromEnd(found);
            if (blocks.isEmpty()) {
                return new Newest(0, 0, List.of(), true);
            }
            boolean whole = all && blocks.get(0).firstSeq() == 1;
            if (all && !whole) {
                throw hole();
            }
            long last = blocks.get(blocks.size() - 1).lastSeq();
            // A bucket that begins further on was opened by a former owner that got further than its blocks.
            long bucket = buckets.stream()
                    .filter(begin -> begin <= last + 1)
                    .findFirst()
                    .orElseThrow();
            long bytes = blocks.stream()
                    .filter(block -> block.bucket() == bucket)
                    .mapToLong(Block::contentBytes)
                    .sum();
            return new Newest(bucket, bytes, blocks, whole);
        }

        private StorageException hole() {
            List<Block> blocks = Overlaps.downFromEnd(found);
            return new StorageException(
                    "seq " + (blocks.get(0).firstSeq() - 1) + " is missing in " + conversation, false, null);
        }
    }
}
