package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.Tail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gets one block into the log for certain. "Timed out" means unknown: the same block, with the same seqs, is written
 * until the store confirms it, ids and all. The end of the log is read back in between, and before a late confirmation
 * is believed: to notice that there is a newer owner.
 */
final class BlockWriter {
    enum Outcome {
        OPEN,
        DURABLE,
        /** There is a newer owner: whether the block is part of the log is for that one to say. */
        FENCED
    }

    private enum Next {
        APPEND,
        READ_BACK
    }

    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final Step step;
    private @Nullable Block block;
    private List<KnownId> ids = List.of();
    private Next next = Next.APPEND;
    private boolean confirmed;
    private boolean doubted;
    /** Said to be durable; what is still to be done about it is not ours. */
    private boolean durable;

    private long startedAt;
    private long fencedBy;

    BlockWriter(ConversationEffects effects, ConversationSettings settings) {
        this.effects = effects;
        this.settings = settings;
        this.step = new Step(settings);
    }

    boolean isIdle() {
        return block == null;
    }

    /** The block in flight. */
    Block block() {
        if (block == null) {
            throw new IllegalStateException("no block in flight");
        }
        return block;
    }

    List<KnownId> ids() {
        return ids;
    }

    long fencedBy() {
        return fencedBy;
    }

    void write(Block newBlock, List<KnownId> newIds, long now) {
        if (block != null) {
            throw new IllegalStateException(
                    "block " + newBlock.firstSeq() + " while " + block.firstSeq() + " is in flight");
        }
        block = newBlock;
        ids = newIds;
        confirmed = false;
        doubted = false;
        durable = false;
        next = Next.APPEND;
        go(now);
    }

    boolean isDurable() {
        return durable;
    }

    /** Takes up what had to pause. */
    void go(long now) {
        if (block == null || durable || !step.start(now)) {
            return;
        }
        if (next == Next.READ_BACK) {
            effects.readBack();
        } else {
            startedAt = now;
            effects.append(block, ids);
        }
    }

    Outcome appended(long now) {
        step.succeeded();
        confirmed = true;
        if (!doubted && now - startedAt <= settings.trustedAppendMillis()) {
            durable = true;
            return Outcome.DURABLE;
        }
        next = Next.READ_BACK;
        go(now);
        return Outcome.OPEN;
    }

    void appendFailed(boolean outcomeUnknown, long now) {
        step.failed(now);
        if (outcomeUnknown) {
            doubted = true;
            next = Next.READ_BACK;
        }
    }

    Outcome readBack(Tail found, long now) {
        step.succeeded();
        Block mine = block();
        if (found.epoch() > mine.epoch()) {
            fencedBy = found.epoch();
            return Outcome.FENCED;
        }
        if (confirmed && isNewest(mine, found.blocks())) {
            durable = true;
            return Outcome.DURABLE;
        }
        // being there says nothing of its ids: they lie in other partitions, so it is written again
        confirmed = false;
        doubted = true;
        next = Next.APPEND;
        go(now);
        return Outcome.OPEN;
    }

    private static boolean isNewest(Block mine, List<Block> log) {
        if (log.isEmpty()) {
            return false;
        }
        Block newest = log.get(log.size() - 1);
        return newest.epoch() == mine.epoch()
                && newest.firstSeq() == mine.firstSeq()
                && newest.lastSeq() == mine.lastSeq();
    }

    void readBackFailed(long now) {
        step.failed(now);
    }

    void clear() {
        block = null;
        ids = List.of();
    }

    long retryAt() {
        return block == null ? Conversation.NEVER : step.retryAt();
    }
}
