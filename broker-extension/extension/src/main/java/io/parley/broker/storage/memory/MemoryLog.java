package io.parley.broker.storage.memory;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One conversation's log, with rows as in Cassandra: a block's key is its bucket and first seq, of two with the same key
 * the one with the higher epoch stays, whichever came first.
 *
 * <p>What a dead owner left under way may land at any time, in another bucket too. It is no part of the log if an owner
 * with a higher epoch began to write at or before its first seq: that one had read the log, and this was not in it.
 */
final class MemoryLog {
    private final TreeMap<Long, TreeMap<Long, Block>> rows = new TreeMap<>();
    /** The blocks that are part of the log, by first seq: neither seqs nor epochs go back. */
    private final TreeMap<Long, Block> log = new TreeMap<>();

    private final Map<SenderId, Versioned<KnownId>> ids = new HashMap<>();
    private long epoch;

    boolean claim(long former) {
        if (epoch != former) {
            return false;
        }
        epoch++;
        return true;
    }

    void openBucket(long bucket) {
        rows.computeIfAbsent(bucket, fresh -> new TreeMap<>());
    }

    void append(Block block) {
        TreeMap<Long, Block> bucket = rows.get(block.bucket());
        if (bucket == null) {
            throw new IllegalStateException("bucket " + block.bucket() + " is not open, seq " + block.firstSeq());
        }
        bucket.merge(block.firstSeq(), block, (present, later) -> later.epoch() >= present.epoch() ? later : present);
        enter(block);
    }

    void remember(Block block, List<KnownId> known) {
        for (int i = 0; i < known.size(); i++) {
            StoredMessage message = block.messages().get(i);
            Versioned.put(ids, new SenderId(message.from(), message.id()), block.epoch(), known.get(i));
        }
    }

    private void enter(Block block) {
        Map.Entry<Long, Block> entry = log.floorEntry(block.firstSeq());
        if (entry != null && entry.getValue().epoch() > block.epoch()) {
            return;
        }
        log.tailMap(block.firstSeq(), true).values().removeIf(present -> present.epoch() < block.epoch());
        if (entry != null && entry.getValue().firstSeq() < block.firstSeq()) {
            log.put(entry.getKey(), upTo(block.firstSeq() - 1, entry.getValue()));
        }
        log.put(block.firstSeq(), block);
    }

    private static Block upTo(long lastSeq, Block block) {
        if (block.lastSeq() <= lastSeq) {
            return block;
        }
        int messages = (int) (lastSeq - block.firstSeq() + 1);
        return new Block(
                block.conversation(),
                block.bucket(),
                block.epoch(),
                block.futureUntil(),
                block.messages().subList(0, messages));
    }

    /** As {@link Standing#last}: in more than one bucket a former owner may have left what hides the newest. */
    long newest() {
        if (rows.size() > 1) {
            return Standing.UNKNOWN;
        }
        return rows.values().stream()
                .flatMap(bucket -> bucket.values().stream())
                .mapToLong(Block::lastSeq)
                .max()
                .orElse(0);
    }

    Optional<Block> block(long bucket, long firstSeq) {
        TreeMap<Long, Block> blocks = rows.get(bucket);
        return blocks == null ? Optional.empty() : Optional.ofNullable(blocks.get(firstSeq));
    }

    Map<SenderId, KnownId> findIds(Collection<SenderId> asked) {
        Map<SenderId, KnownId> found = new HashMap<>();
        for (SenderId id : asked) {
            Versioned<KnownId> row = ids.get(id);
            if (row != null) {
                found.put(id, row.value());
            }
        }
        return found;
    }

    Tail tail(int messagesMin, Map<UserName, UserMarks> marks) {
        LinkedList<Block> blocks = new LinkedList<>();
        int messages = 0;
        for (Block block : log.descendingMap().values()) {
            if (messages >= messagesMin) {
                break;
            }
            blocks.addFirst(block);
            messages += block.messages().size();
        }
        long last = log.isEmpty() ? 0 : log.lastEntry().getValue().lastSeq();
        Long newest = rows.floorKey(last + 1);
        long bucket = newest == null ? 0 : newest;
        long bytes = blocks.stream()
                .filter(block -> block.bucket() == bucket)
                .mapToLong(Block::contentBytes)
                .sum();
        boolean whole = blocks.isEmpty() || blocks.getFirst().firstSeq() == 1;
        return new Tail(epoch, bucket, bytes, blocks, whole, marks);
    }

    List<StoredMessage> read(long fromSeq, long toSeq, int messagesMax, long bytesMax) {
        List<StoredMessage> page = new ArrayList<>();
        long bytes = 0;
        Block block = blockWith(fromSeq);
        while (block != null) {
            for (StoredMessage message : block.messages()) {
                if (message.seq() < fromSeq) {
                    continue;
                }
                bytes += message.content().size();
                if (message.seq() > toSeq || page.size() == messagesMax || (bytes > bytesMax && !page.isEmpty())) {
                    return page;
                }
                page.add(message);
            }
            block = blockWith(block.lastSeq() + 1);
        }
        return page;
    }

    private @Nullable Block blockWith(long seq) {
        Map.Entry<Long, Block> block = log.floorEntry(seq);
        return block != null && block.getValue().lastSeq() >= seq ? block.getValue() : null;
    }
}
