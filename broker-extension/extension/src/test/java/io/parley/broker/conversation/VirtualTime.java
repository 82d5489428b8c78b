package io.parley.broker.conversation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands still until told to go on, and what is to happen by it. One thread; the same order every time. */
public final class VirtualTime {
    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long order;

    public VirtualTime(long startMillis) {
        this.now = startMillis;
    }

    public long millis() {
        return now;
    }

    public void after(long delayMillis, Runnable action) {
        events.add(new Event(now + Math.max(0, delayMillis), ++order, action));
    }

    /** Lets the next thing happen; false if there is none. */
    public boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = Math.max(now, next.at);
        next.action.run();
        return true;
    }

    /** Lets happen what happens within {@code millis}. */
    public void pass(long millis) {
        long until = now + millis;
        for (Event next = events.peek(); next != null && next.at <= until; next = events.peek()) {
            step();
        }
        now = until;
    }
}
