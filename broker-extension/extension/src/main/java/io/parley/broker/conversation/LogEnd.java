package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.protocol.ConversationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the log ends, and how it goes on: by the epoch of this owner, one after that of the one before, which is claimed
 * when there is something to write, and in a bucket that has room. Part of {@link Conversation} and of its thread.
 */
final class LogEnd {
    private final ConversationId id;
    private final ConversationEffects effects;
    private final Step claim;
    private final Bucket bucket;
    private long former;
    private long epoch;
    private long last;
    private long lastAt;

    LogEnd(ConversationId id, ConversationEffects effects, ConversationSettings settings) {
        this.id = id;
        this.effects = effects;
        this.claim = new Step(settings);
        this.bucket = new Bucket(effects, settings);
    }

    void recovered(Tail found) {
        former = found.epoch();
        epoch = 0;
        Block newest = newestOf(found);
        last = newest == null ? 0 : newest.lastSeq();
        lastAt = newest == null
                ? 0
                : newest.messages().get(newest.messages().size() - 1).at();
        bucket.recovered(found, last);
    }

    static @Nullable Block newestOf(Tail found) {
        List<Block> blocks = found.blocks();
        return blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    }

    /** Seq of the newest durable message. */
    long last() {
        return last;
    }

    long epoch() {
        return epoch;
    }

    /** Whether this one may write; asks for it if not. */
    boolean isClaimed(long now) {
        if (epoch == 0 && claim.start(now)) {
            effects.claim(former);
        }
        return epoch != 0;
    }

    void claimed(boolean won) {
        claim.succeeded();
        if (won) {
            epoch = former + 1;
        }
    }

    void claimFailed(long now) {
        claim.failed(now);
    }

    /** Whether the next block has a bucket; opens one if not. */
    boolean hasRoom(long now) {
        return bucket.hasRoomAt(last + 1, now);
    }

    void bucketOpened() {
        bucket.opened(last + 1);
    }

    void bucketFailed(long now) {
        bucket.openFailed(now);
    }

    /** When the next block is made, if it is made now: time stamps do not go back. */
    long nextAt(long now) {
        return Math.max(now, lastAt);
    }

    Block next(List<StoredMessage> messages, long futureUntil) {
        return new Block(id, bucket.first(), epoch, futureUntil, messages);
    }

    /** The same block, as one of this owner's. */
    Block again(Block former) {
        return new Block(id, former.bucket(), epoch, former.futureUntil(), former.messages());
    }

    void advance(Block block, List<KnownId> ids) {
        if (block.firstSeq() != last + 1) {
            throw new IllegalStateException("seq " + block.firstSeq() + ", expected " + (last + 1) + " in " + id);
        }
        last = block.lastSeq();
        lastAt = ids.get(0).at();
        bucket.grew(block.contentBytes());
    }

    long retryAt() {
        return Math.min(claim.retryAt(), bucket.retryAt());
    }
}
