package io.parley.simulator.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which fixes of a phone are sent, as often as the server wants them, and what waits while there is no network: bounded,
 * and thinned when full, so that an hour in a tunnel is a coarse line rather than its last ten minutes. Not safe for threads.
 */
final class PointQueue {
    static final int WAITING_MAX = 600;
    /** Receivers are not exact in time: a fix this much early is not left out. */
    private static final Duration EARLY = Duration.ofMillis(150);

    private final List<Point> waiting = new ArrayList<>();
    private long periodMillis;
    private long lastMillis = Long.MIN_VALUE;
    private long thinned;

    /** A position to send: when it was measured, Unix milliseconds, and the body. */
    record Point(long at, String json) {}

    PointQueue(Duration period) {
        period(period);
    }

    /** How often the server wants points from now on. */
    void period(Duration period) {
        periodMillis = Math.max(0, period.toMillis());
    }

    /** A fix; it waits if it is due. */
    void fix(long at, String json) {
        if (lastMillis != Long.MIN_VALUE && at - lastMillis < periodMillis - EARLY.toMillis()) {
            return;
        }
        lastMillis = at;
        if (waiting.size() == WAITING_MAX) {
            thin();
        }
        waiting.add(new Point(at, json));
    }

    /** Every second one of the older half goes. */
    private void thin() {
        List<Point> kept = new ArrayList<>(WAITING_MAX);
        for (int i = 0; i < waiting.size(); i++) {
            if (i >= WAITING_MAX / 2 || i % 2 == 0) {
                kept.add(waiting.get(i));
            }
        }
        thinned += waiting.size() - kept.size();
        waiting.clear();
        waiting.addAll(kept);
    }

    /** Takes the oldest ones. */
    List<Point> take(int max) {
        List<Point> first = waiting.subList(0, Math.min(max, waiting.size()));
        List<Point> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    /** What was taken and did not get through goes again, in its place. */
    void putBack(Point point) {
        int place = 0;
        while (place < waiting.size() && waiting.get(place).at() < point.at()) {
            place++;
        }
        waiting.add(place, point);
        if (waiting.size() > WAITING_MAX) {
            thin();
        }
    }

    int size() {
        return waiting.size();
    }

    long thinned() {
        return thinned;
    }
}
