package io.parley.broker.location.earth;

import io.parley.broker.storage.Position;

/**
 * Distances and courses on a sphere of the earth's mean radius: against the ellipsoid wrong by half a per cent at most, and
 * right at the poles and across the antimeridian. Stateless.
 */
public final class Earth {
    /** Mean radius (IUGG), metres. */
    public static final double RADIUS_METRES = 6_371_008.8;

    private Earth() {}

    /** By the haversine, which keeps its digits for places close together. */
    public static double metres(double latA, double lonA, double latB, double lonB) {
        double phiA = Math.toRadians(latA);
        double phiB = Math.toRadians(latB);
        double sinLat = Math.sin((phiB - phiA) / 2);
        double sinLon = Math.sin(Math.toRadians(lonB - lonA) / 2);
        double h = sinLat * sinLat + Math.cos(phiA) * Math.cos(phiB) * sinLon * sinLon;
        return 2 * RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    public static double metres(Position a, Position b) {
        return metres(a.lat(), a.lon(), b.lat(), b.lon());
    }

    /** The course to set out on from one to the other, radians clockwise from north. */
    public static double course(Position from, Position to) {
        double phiA = Math.toRadians(from.lat());
        double phiB = Math.toRadians(to.lat());
        double delta = Math.toRadians(to.lon() - from.lon());
        return Math.atan2(
                Math.sin(delta) * Math.cos(phiB),
                Math.cos(phiA) * Math.sin(phiB) - Math.sin(phiA) * Math.cos(phiB) * Math.cos(delta));
    }

    /** Where one gets to on a course, radians clockwise from north, after so many metres. */
    public static Position towards(Position from, double course, double metres) {
        double angle = metres / RADIUS_METRES;
        double phi = Math.toRadians(from.lat());
        double lambda = Math.toRadians(from.lon());
        double level = Math.cos(phi);
        // as vectors: close to the poles angles alone lose their digits
        double north = Math.sin(angle) * Math.cos(course);
        double east = Math.sin(angle) * Math.sin(course);
        double out = level * Math.cos(angle) - Math.sin(phi) * north;
        double x = out * Math.cos(lambda) - east * Math.sin(lambda);
        double y = out * Math.sin(lambda) + east * Math.cos(lambda);
        double z = Math.sin(phi) * Math.cos(angle) + level * north;
        return new Position(Math.toDegrees(Math.atan2(z, Math.hypot(x, y))), wrapped(Math.toDegrees(Math.atan2(y, x))));
    }

    /** The same meridian, as -180 to 180. */
    public static double wrapped(double lon) {
        double turned = lon - 360 * Math.floor((lon + 180) / 360);
        return Math.max(-180, Math.min(180, turned));
    }
}
