package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.sdk.Gap;
import io.parley.sdk.internal.store.Incoming;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as this endpoint receives it: the place of each seq from its arrival until it counts as received.
 * Part of {@link Inbox}, which decides; this keeps the books.
 *
 * <pre>
 *   seq   1 ............ mark | mark+1 ......... released | released+2 ...
 *         received            | with or before the handler | held: came early
 * </pre>
 *
 * Every seq from {@code mark + 1} to {@code released} lies in exactly one slot, and each slot begins where the one before
 * it ends.
 */
final class Line {
    enum Place {
        HELD,
        WAITING,
        HANDED,
        DONE,
        FILLED
    }

    /** One message, or a stretch of seqs of which nothing is to come. */
    static final class Slot {
        final @Nullable Incoming message;
        final long last;
        Place place;

        private Slot(@Nullable Incoming message, long last, Place place) {
            this.message = message;
            this.last = last;
            this.place = place;
        }

        int size() {
            return message == null ? 0 : message.content().size();
        }
    }

    final ConversationId id;
    final Backoff backoff;
    private final TreeMap<Long, Slot> slots = new TreeMap<>();
    private long mark;
    private long released;
    long nextHand = 1;
    long storedTo;
    long serverLast;
    long saidReceived;
    long retryAt;
    boolean retrying;
    boolean ready;
    long touched;

    @Nullable Gap told;

    Line(ConversationId id, Backoff backoff) {
        this.id = id;
        this.backoff = backoff;
    }

    void load(long storedMark) {
        mark = storedMark;
        released = storedMark;
        nextHand = storedMark + 1;
        saidReceived = storedMark;
        serverLast = storedMark;
    }

    long mark() {
        return mark;
    }

    long released() {
        return released;
    }

    /** Whether something of it was released: then it is to go on from its mark, not from what is newest by now. */
    boolean isBegun() {
        return released > 0;
    }

    /** Whether {@code seq} has its place already. */
    boolean has(long seq) {
        Map.Entry<Long, Slot> before = slots.floorEntry(seq);
        return seq <= mark || (before != null && before.getValue().last >= seq);
    }

    /** The seq must have no place yet. */
    Slot hold(Incoming message) {
        Slot slot = new Slot(message, message.seq(), Place.HELD);
        slots.put(message.seq(), slot);
        return slot;
    }

    /** Nothing will come of these seqs, but for what has come already. */
    void fill(long first, long last) {
        long next = Math.max(first, mark + 1);
        while (next <= last) {
            Map.Entry<Long, Slot> before = slots.floorEntry(next);
            if (before != null && before.getValue().last >= next) {
                next = before.getValue().last + 1;
            } else {
                Long after = slots.higherKey(next);
                long end = after == null ? last : Math.min(last, after - 1);
                slots.put(next, new Slot(null, end, Place.FILLED));
                next = end + 1;
            }
        }
    }

    /** The next one in order, if it is there; from now on it is released. */
    @Nullable Slot release() {
        Slot slot = slots.get(released + 1);
        if (slot != null) {
            released = slot.last;
        }
        return slot;
    }

    @Nullable Slot at(long seq) {
        return slots.get(seq);
    }

    Iterable<Slot> from(long seq) {
        return slots.tailMap(seq, true).values();
    }

    /** Where the slot after this one begins. */
    long after(long seq, @Nullable Slot slot) {
        return slot == null ? Math.max(seq, mark) + 1 : slot.last + 1;
    }

    /** What lies directly behind the mark, if it has a place. */
    @Nullable Slot first() {
        return slots.get(mark + 1);
    }

    /** The mark moves over {@link #first}. */
    void passFirst() {
        Slot slot = slots.remove(mark + 1);
        if (slot == null) {
            throw new IllegalStateException("nothing behind " + mark + " in " + id);
        }
        mark = slot.last;
    }

    boolean hasGap() {
        return serverLast > released || (!slots.isEmpty() && slots.lastEntry().getValue().last > released);
    }

    /** The first stretch that is missing. */
    Gap gap() {
        Long next = slots.higherKey(released);
        return new Gap(id, released + 1, next == null ? serverLast : next - 1, false);
    }
}
