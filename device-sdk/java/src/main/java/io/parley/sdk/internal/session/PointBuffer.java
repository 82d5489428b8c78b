package io.parley.sdk.internal.session;

import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Positions that wait, in the order of their times. Bounded: past it the one goes whose absence bends the line least, so
 * that a long way without a network keeps its shape; the first and the newest stay.
 */
final class PointBuffer {
    private final int sizeMax;
    private final List<LocationPoint> points = new ArrayList<>();

    PointBuffer(int sizeMax) {
        this.sizeMax = sizeMax;
    }

    void add(LocationPoint point) {
        points.add(point);
        thin();
    }

    /** What had left and did not arrive goes before the rest. */
    void putBack(List<LocationPoint> earlier) {
        points.addAll(0, earlier);
        while (points.size() > sizeMax) {
            thin();
        }
    }

    private void thin() {
        if (points.size() <= sizeMax) {
            return;
        }
        int spare = 1;
        double least = Double.MAX_VALUE;
        for (int i = 1; i < points.size() - 1; i++) {
            double bend = bend(points.get(i - 1), points.get(i), points.get(i + 1));
            if (bend < least) {
                least = bend;
                spare = i;
            }
        }
        points.remove(spare);
    }

    /** How much longer the way is through the one in the middle; of two that tell as little, the one closer in time to both goes. */
    private static double bend(LocationPoint before, LocationPoint it, LocationPoint after) {
        double detour = Distance.metres(before, it) + Distance.metres(it, after) - Distance.metres(before, after);
        return Math.max(0, detour) + (after.at() - before.at()) / 1e9;
    }

    LocationPoint takeFirst() {
        return points.remove(0);
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    int size() {
        return points.size();
    }

    void clear() {
        points.clear();
    }

    List<LocationPoint> all() {
        return List.copyOf(points);
    }
}
