package io.parley.broker.location;

import io.parley.protocol.Precision;
import io.parley.protocol.json.LocationPoint;

/**
 * Snaps places to a grid, so that somebody may know about where a track is and no more. The grid is fixed to the earth: a
 * cell tells the same however often it is asked, and nothing is to be averaged away. Rows are of equal height; in each the
 * cells are made about as wide as high, a whole number of them around the earth, so that poles and antimeridian need nothing
 * of their own.
 */
final class Coarse {
    /** A degree of latitude, metres. */
    private static final double DEGREE_METRES = 111_195;

    private static final double HUNDRED_METRES_DEGREES = 0.001;
    private static final double CITY_DEGREES = 0.045;
    /** Digits after the point that say something: a metre. */
    private static final double ROUND = 1e5;

    private Coarse() {}

    /** Place, time and uncertainty alone; the rest would tell more than the place does. */
    static LocationPoint of(LocationPoint point, Precision precision) {
        double height = switch (precision) {
            case EXACT -> throw new IllegalArgumentException("exact is not coarse");
            case HUNDRED_METRES -> HUNDRED_METRES_DEGREES;
            case CITY -> CITY_DEGREES;
        };
        long rows = Math.round(180 / height);
        long row = Math.min(rows - 1, (long) Math.floor((point.lat() + 90) / height));
        double lat = Math.min(90, -90 + (row + 0.5) * height);
        long cells = Math.max(1, (long) Math.floor(360 * Math.cos(Math.toRadians(lat)) / height));
        double width = 360.0 / cells;
        double east = point.lon() == 180 ? 0 : point.lon() + 180;
        long cell = Math.min(cells - 1, (long) Math.floor(east / width));
        double lon = -180 + (cell + 0.5) * width;
        double radius = Math.ceil(height * DEGREE_METRES * Math.sqrt(0.5));
        double acc = Double.isNaN(point.acc()) ? radius : Math.max(radius, point.acc());
        return LocationPoint.of(round(lat), round(lon), point.at(), acc);
    }

    private static double round(double degrees) {
        return Math.rint(degrees * ROUND) / ROUND;
    }
}
