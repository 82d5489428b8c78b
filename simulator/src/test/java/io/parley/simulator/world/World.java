package io.parley.simulator.world;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Time and chance. What is due happens in the order of its time, and of its asking within one millisecond. */
final class World {
    static final long UNIX_START = 1_700_000_000_000L;
    private static final int TRACE_MAX = 400;

    private record Event(long at, long number, Runnable what) {}

    final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final boolean tracing;
    private final Deque<String> trace = new ArrayDeque<>();
    private long now;
    private long numbers;

    World(long seed, boolean tracing) {
        this.random = new SplittableRandom(seed);
        this.tracing = tracing;
    }

    long now() {
        return now;
    }

    long unixMillis() {
        return UNIX_START + now;
    }

    void after(long millis, Runnable what) {
        events.add(new Event(now + millis, numbers++, what));
    }

    /** Something that may die; what was planned for it then does not happen. */
    void after(long millis, Life life, Runnable what) {
        after(millis, () -> {
            if (!life.isOver()) {
                what.run();
            }
        });
    }

    /** Lets one thing happen. */
    void step() {
        Event event = events.remove();
        now = event.at;
        event.what.run();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    long between(long min, long max) {
        return min + random.nextLong(max - min + 1);
    }

    void trace(Supplier<String> line) {
        if (tracing) {
            trace.add(String.format("%9.3f %s", now / 1e3, line.get()));
            if (trace.size() > TRACE_MAX) {
                trace.remove();
            }
        }
    }

    String traceText() {
        return String.join(System.lineSeparator(), trace);
    }

    /** Whether somebody is still there to act. */
    static final class Life {
        private boolean over;

        boolean isOver() {
            return over;
        }

        void end() {
            over = true;
        }
    }

    /** Keeps the order of what is sent through it, whatever each takes. */
    final class Lane {
        private final long millisMax;
        private long lastAt;

        Lane(long millisMax) {
            this.millisMax = millisMax;
        }

        void send(Runnable what) {
            lastAt = Math.max(lastAt, now + between(0, millisMax));
            after(lastAt - now, what);
        }
    }
}
