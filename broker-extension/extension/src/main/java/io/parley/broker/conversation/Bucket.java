package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Tail;

/** The partition the log is written to at present; it is followed by a new one before it grows too large. */
final class Bucket {
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final Step opening;
    private long first;
    private long bytes;
    private boolean full;

    Bucket(ConversationEffects effects, ConversationSettings settings) {
        this.effects = effects;
        this.settings = settings;
        this.opening = new Step(settings);
    }

    /**
     * How full it is can be told only if the tail holds all of it. If it does not, a new one begins: so an owner never
     * writes on in a bucket after which its predecessor may have opened the next.
     */
    void recovered(Tail tail, long last) {
        first = tail.bucket();
        bytes = 0;
        long oldest = last + 1;
        for (Block block : tail.blocks()) {
            if (block.bucket() == first) {
                oldest = Math.min(oldest, block.firstSeq());
                bytes += block.contentBytes();
            }
        }
        full = oldest > first;
    }

    /** Its first seq, and its name. */
    long first() {
        return first;
    }

    /** Whether {@code seq} goes into this one; opens the next if not. */
    boolean hasRoomAt(long seq, long now) {
        boolean room =
                first != 0 && !full && bytes < settings.bucketBytesMax() && seq - first < settings.bucketMessagesMax();
        if (!room && opening.start(now)) {
            effects.openBucket(seq);
        }
        return room;
    }

    void opened(long seq) {
        opening.succeeded();
        first = seq;
        bytes = 0;
        full = false;
    }

    void openFailed(long now) {
        opening.failed(now);
    }

    void grew(long moreBytes) {
        bytes += moreBytes;
    }

    long retryAt() {
        return opening.retryAt();
    }
}
