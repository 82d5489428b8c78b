package io.parley.broker.location.history;

import io.parley.broker.location.earth.Plane;
import io.parley.broker.storage.Position;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;

/**
 * Leaves out points that the others tell well enough: Douglas and Peucker's way, with the distance taken to where the line
 * is at the point's own time, not to the line as a whole. So a point that is left out is at most so many metres from where
 * one who goes along the line evenly from one kept point to the next is at that moment; the first and the last are kept.
 * Stateless.
 */
public final class Thinning {
    /** Points thinned together; what is between two such parts is kept. Bounds the work, which may be quadratic. */
    private static final int PART_MAX = 2_000;

    private Thinning() {}

    /** @param points in the order of time */
    public static List<LocationPoint> thin(List<LocationPoint> points, double errorMetres) {
        List<LocationPoint> kept = new ArrayList<>();
        int from = 0;
        while (from < points.size()) {
            int to = endOfPart(points, from);
            thinPart(points.subList(from, to), errorMetres, kept);
            from = to;
        }
        return kept;
    }

    private static int endOfPart(List<LocationPoint> points, int from) {
        Plane plane = planeAt(points.get(from));
        int to = from + 1;
        while (to < points.size() && to - from < PART_MAX && plane.reaches(List.of(place(points.get(to))))) {
            to++;
        }
        return to;
    }

    private static void thinPart(List<LocationPoint> part, double errorMetres, List<LocationPoint> into) {
        Plane plane = planeAt(part.get(0));
        Coordinate[] at = new Coordinate[part.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = plane.at(part.get(i).lat(), part.get(i).lon());
        }
        BitSet keep = new BitSet(at.length);
        keep.set(0);
        keep.set(at.length - 1);
        Deque<int[]> spans = new ArrayDeque<>();
        spans.push(new int[] {0, at.length - 1});
        while (!spans.isEmpty()) {
            int[] span = spans.pop();
            int worst = farthest(part, at, span[0], span[1], errorMetres);
            if (worst > 0) {
                keep.set(worst);
                spans.push(new int[] {span[0], worst});
                spans.push(new int[] {worst, span[1]});
            }
        }
        keep.stream().forEach(i -> into.add(part.get(i)));
    }

    /** The one between the two that is farthest from the line; 0 if none is farther than may be. */
    private static int farthest(List<LocationPoint> part, Coordinate[] at, int from, int to, double errorMetres) {
        long start = part.get(from).at();
        double millis = Math.max(1, part.get(to).at() - start);
        int worst = 0;
        double worstMetres = errorMetres;
        for (int i = from + 1; i < to; i++) {
            double share = (part.get(i).at() - start) / millis;
            double x = at[from].x + share * (at[to].x - at[from].x);
            double y = at[from].y + share * (at[to].y - at[from].y);
            double metres = Math.hypot(at[i].x - x, at[i].y - y);
            if (metres > worstMetres) {
                worst = i;
                worstMetres = metres;
            }
        }
        return worst;
    }

    private static Plane planeAt(LocationPoint point) {
        return new Plane(place(point));
    }

    private static Position place(LocationPoint point) {
        return new Position(point.lat(), point.lon());
    }
}
