package io.parley.simulator.map;

/**
 * A place on the globe, taken for a sphere: the error against the ellipsoid is below 0.6 %.
 *
 * @param lat degrees, -90..90
 * @param lon degrees, -180..180
 */
public record Place(double lat, double lon) {
    /** Mean radius by IUGG, metres. */
    static final double EARTH_METRES = 6_371_008.8;

    public Place {
        if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
            throw new IllegalArgumentException("no place on the globe: " + lat + ", " + lon);
        }
    }

    /** Along the great circle, by the haversine formula: exact also for places that are close. */
    public double metresTo(Place other) {
        double north = Math.toRadians(other.lat - lat);
        double east = Math.toRadians(other.lon - lon);
        double a = square(Math.sin(north / 2))
                + Math.cos(Math.toRadians(lat)) * Math.cos(Math.toRadians(other.lat)) * square(Math.sin(east / 2));
        return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    private static double square(double value) {
        return value * value;
    }

    /** Course over ground at the start of the way to {@code other}, degrees clockwise from north, 0 to less than 360. */
    public double courseTo(Place other) {
        double east = Math.toRadians(other.lon - lon);
        double from = Math.toRadians(lat);
        double to = Math.toRadians(other.lat);
        double y = Math.sin(east) * Math.cos(to);
        double x = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(east);
        return (Math.toDegrees(Math.atan2(y, x)) + 360) % 360;
    }

    /** Where one is after {@code metres} on a great circle that begins with this course. */
    public Place ahead(double courseDegrees, double metres) {
        double course = Math.toRadians(courseDegrees);
        double arc = metres / EARTH_METRES;
        double from = Math.toRadians(lat);
        double to = Math.asin(Math.sin(from) * Math.cos(arc) + Math.cos(from) * Math.sin(arc) * Math.cos(course));
        double east = Math.atan2(
                Math.sin(course) * Math.sin(arc) * Math.cos(from), Math.cos(arc) - Math.sin(from) * Math.sin(to));
        double degrees = lon + Math.toDegrees(east);
        return new Place(Math.toDegrees(to), degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees);
    }

    /** The place a share of the way to {@code other}, 0 here, 1 there; for ways of a few kilometres at most. */
    public Place toward(Place other, double share) {
        double metres = metresTo(other);
        return metres == 0 ? this : ahead(courseTo(other), metres * share);
    }
}
