package io.parley.broker.location.fence;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Finds those of thousands of fences that a place may be in: a tree of rectangles in degrees, two for what lies across the
 * antimeridian, all longitudes for what holds a pole. Built once. Not for several threads at once.
 */
final class FenceIndex<T> {
    private static final double DEGREE_METRES = Math.toRadians(1) * Earth.RADIUS_METRES;

    private final STRtree tree = new STRtree();

    void add(Area.Bounds bounds, T item) {
        for (Envelope envelope : envelopes(bounds)) {
            tree.insert(envelope, item);
        }
    }

    /** Some may come twice, and some in whose rectangle it is and no more. */
    void near(Position place, Consumer<T> found) {
        Envelope point = new Envelope(place.lon(), place.lon(), place.lat(), place.lat());
        // the tree takes items as objects; what went in was a T
        @SuppressWarnings("unchecked")
        List<T> items = tree.query(point);
        items.forEach(found);
    }

    private static List<Envelope> envelopes(Area.Bounds bounds) {
        double height = bounds.metres() / DEGREE_METRES;
        double south = bounds.centre().lat() - height;
        double north = bounds.centre().lat() + height;
        List<Envelope> envelopes = new ArrayList<>(2);
        double widest = Math.toRadians(Math.max(Math.abs(south), Math.abs(north)));
        double sine = Math.sin(Math.toRadians(Math.min(height, 90)))
                / Math.cos(Math.toRadians(bounds.centre().lat()));
        if (south <= -90 || north >= 90 || widest >= Math.PI / 2 || sine >= 1) {
            envelopes.add(new Envelope(-180, 180, south, north));
            return envelopes;
        }
        double width = Math.toDegrees(Math.asin(sine));
        double west = bounds.centre().lon() - width;
        double east = bounds.centre().lon() + width;
        envelopes.add(new Envelope(Math.max(west, -180), Math.min(east, 180), south, north));
        if (west < -180) {
            envelopes.add(new Envelope(west + 360, 180, south, north));
        }
        if (east > 180) {
            envelopes.add(new Envelope(-180, east - 360, south, north));
        }
        return envelopes;
    }
}
