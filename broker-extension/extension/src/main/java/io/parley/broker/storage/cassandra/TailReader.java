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
    private final Buckets buckets;
    private final CassandraGroupStore groups;

    TailReader(Statements statements, Reads reads, BlockRows rows, Buckets buckets, CassandraGroupStore groups) {
        this.statements = statements;
        this.reads = reads;
        this.rows = rows;
        this.buckets = buckets;
        this.groups = groups;
    }

    CompletionStage<Tail> read(ConversationId conversation, int messagesMin) {
        CompletionStage<Long> epoch = reads.execute(statements.epoch.bind(conversation.value()))
                .thenApply(result -> Optional.ofNullable(result.one())
                        .map(row -> row.getLong(0))
                        .orElse(0L));
        CompletionStage<Map<UserName, UserMarks>> marks = marks(conversation);
        CompletionStage<Newest> newest = buckets.newest(conversation, Long.MAX_VALUE)
                .thenCompose(newestFirst -> new Reading(conversation, messagesMin, newestFirst).page());
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
        if (conversation.isAmendments()) {
            return CompletableFuture.completedStage(Map.of());
        }
        if (conversation.isGroup()) {
            return groups.marks(conversation.group());
        }
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
                .thenApply(result -> Optional.ofNullable(result.one()).map(row -> marks(row, 0)));
    }

    /** Four columns from {@code first} on; what was never said is 0. */
    static UserMarks marks(Row row, int first) {
        return new UserMarks(
                row.getLong(first), row.getLong(first + 1), row.getLong(first + 2), row.getLong(first + 3));
    }

    /** One call of {@link #read}: pages follow each other, so its fields are never touched by two threads at once. */
    private final class Reading {
        private final ConversationId conversation;
        private final int messagesMin;
        private final List<Long> newestFirst;
        private final List<Block> found = new ArrayList<>();
        private int index;
        private long below = Long.MAX_VALUE;
        private int pageBlocks = FIRST_PAGE_BLOCKS;
        private int messages;
        /** What is true below it may still be said by a block that was not read. */
        private long floor = 1;

        Reading(ConversationId conversation, int messagesMin, List<Long> newestFirst) {
            this.conversation = conversation;
            this.messagesMin = messagesMin;
            this.newestFirst = new ArrayList<>(newestFirst);
        }

        CompletionStage<Newest> page() {
            if (index == newestFirst.size()) {
                return newestFirst.size() % Buckets.LOOKBACK == 0 && !newestFirst.isEmpty()
                        ? olderBuckets()
                        : CompletableFuture.completedStage(newest(true));
            }
            int limit = pageBlocks;
            return rows.down(conversation, newestFirst.get(index), below, limit).thenCompose(page -> {
                boolean more = page.size() == limit;
                add(page, more);
                boolean enough = messages >= messagesMin && isDense();
                if (enough && more) {
                    return CompletableFuture.completedStage(newest(false));
                }
                // At the beginning of a bucket the one before may still say something about what comes after it.
                pageBlocks = enough ? LogReader.LOOKBACK_BLOCKS : Math.min(pageBlocks * 2, PAGE_BLOCKS_MAX);
                return page();
            });
        }

        private void add(List<Block> page, boolean more) {
            found.addAll(page);
            for (Block block : page) {
                messages += block.messages().size();
            }
            if (more) {
                Block oldest = page.get(page.size() - 1);
                below = oldest.firstSeq() - 1;
                floor = oldest.lastSeq() + 1;
            } else {
                index++;
                below = Long.MAX_VALUE;
                floor = 1;
            }
        }

        private boolean isDense() {
            long dense = 0;
            for (Block block : LogTruth.downFromEnd(floor, found)) {
                dense += block.messages().size();
            }
            if (dense < messagesMin && messages > messagesMin + MESSAGES_MAX) {
                throw hole();
            }
            return dense >= messagesMin;
        }

        private CompletionStage<Newest> olderBuckets() {
            return buckets.newest(conversation, newestFirst.get(newestFirst.size() - 1) - 1)
                    .thenCompose(older -> {
                        newestFirst.addAll(older);
                        return older.isEmpty() ? CompletableFuture.completedStage(newest(true)) : page();
                    });
        }

        private Newest newest(boolean all) {
            List<Block> blocks = LogTruth.downFromEnd(floor, found);
            if (blocks.isEmpty()) {
                return new Newest(0, 0, List.of(), true);
            }
            long first = blocks.get(0).firstSeq();
            if (all && first > newestFirst.get(newestFirst.size() - 1)) {
                throw hole();
            }
            long last = blocks.get(blocks.size() - 1).lastSeq();
            // A bucket that begins further on was opened by a former owner that got further than its blocks.
            long bucket = newestFirst.stream()
                    .filter(begin -> begin <= last + 1)
                    .findFirst()
                    .orElseThrow();
            long bytes = blocks.stream()
                    .filter(block -> block.bucket() == bucket)
                    .mapToLong(Block::contentBytes)
                    .sum();
            return new Newest(bucket, bytes, blocks, first == 1);
        }

        private StorageException hole() {
            List<Block> blocks = LogTruth.downFromEnd(1, found);
            return new StorageException(
                    "seq " + (blocks.get(0).firstSeq() - 1) + " is missing in " + conversation, false, null);
        }
    }
}
