package io.parley.broker.edge;

import io.parley.protocol.Content;
import org.jspecify.annotations.Nullable;

/**
 * The one place there is for points of one topic on their way to one client: while the client has not taken one, those that
 * follow replace each other. One thread at a time.
 */
final class PointSlot {
    private final String topic;
    private final long takenMaxNanos;
    private @Nullable Content waiting;
    private boolean underWay;
    private long sentNanos;

    /** @param takenMaxNanos after so long one is taken to be lost, and the next is sent */
    PointSlot(String topic, long takenMaxNanos) {
        this.topic = topic;
        this.takenMaxNanos = takenMaxNanos;
    }

    String topic() {
        return topic;
    }

    /** What became of a point that was offered. */
    enum Offer {
        SEND,
        WAITS,
        /** It waits, in the place of another that nobody will see. */
        REPLACES
    }

    /** On {@link Offer#SEND} it is under way from now on. */
    Offer offer(Content point, long nanos) {
        if (!underWay || nanos - sentNanos > takenMaxNanos) {
            waiting = null;
            underWay = true;
            sentNanos = nanos;
            return Offer.SEND;
        }
        boolean replaces = waiting != null;
        waiting = point;
        return replaces ? Offer.REPLACES : Offer.WAITS;
    }

    /** The client has room again. @return what is to be sent now, and is under way from now on; null for nothing */
    @Nullable Content taken(long nanos) {
        Content next = waiting;
        waiting = null;
        underWay = next != null;
        sentNanos = nanos;
        return next;
    }

    /** What waits is not for the client any more. */
    void drop() {
        waiting = null;
    }
}
