package io.parley.simulator.drive;

import io.parley.simulator.map.Place;
import java.time.Duration;
import java.util.List;

/** Something that was recorded, played again: straight and steady between the points. Immutable. */
public final class Recording implements Journey {
    private final List<Point> points;
    private final double[] metres;

    /** A point of a recording. */
    public record Point(Duration since, Place place) {}

    /** @param points at least one, each later than the one before */
    public Recording(List<Point> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a recording without points");
        }
        this.points = List.copyOf(points);
        this.metres = new double[points.size()];
        for (int i = 1; i < metres.length; i++) {
            Point before = points.get(i - 1);
            Point point = points.get(i);
            if (point.since().compareTo(before.since()) <= 0) {
                throw new IllegalArgumentException("point " + i + " is not later than the one before");
            }
            metres[i] = metres[i - 1] + before.place().metresTo(point.place());
        }
    }

    public int points() {
        return points.size();
    }

    @Override
    public Duration length() {
        return points.get(points.size() - 1).since();
    }

    @Override
    public Motion at(Duration since) {
        int next = next(since);
        if (next == 0 || next == points.size()) {
            return Motion.at(points.get(Math.max(0, next - 1)).place());
        }
        Point before = points.get(next - 1);
        Point after = points.get(next);
        Place place = before.place().toward(after.place(), share(before, after, since));
        double seconds = after.since().minus(before.since()).toNanos() / 1e9;
        double speed = (metres[next] - metres[next - 1]) / seconds;
        return new Motion(place, speed, before.place().courseTo(after.place()), false);
    }

    @Override
    public double metresAt(Duration since) {
        int next = next(since);
        if (next == 0 || next == points.size()) {
            return metres[Math.max(0, next - 1)];
        }
        double share = share(points.get(next - 1), points.get(next), since);
        return metres[next - 1] + (metres[next] - metres[next - 1]) * share;
    }

    private static double share(Point before, Point after, Duration since) {
        return (double) since.minus(before.since()).toNanos()
                / after.since().minus(before.since()).toNanos();
    }

    /** Index of the first point after {@code since}. */
    private int next(Duration since) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points.get(middle).since().compareTo(since) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
