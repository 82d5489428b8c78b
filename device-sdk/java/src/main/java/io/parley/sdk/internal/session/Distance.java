package io.parley.sdk.internal.session;

import io.parley.protocol.json.LocationPoint;

/** How far two positions are from each other, on a sphere (haversine); good to half a per cent. */
final class Distance {
    private static final double EARTH_METRES = 6_371_008.8;

    private Distance() {}

    static double metres(LocationPoint from, LocationPoint to) {
        double north = Math.sin(Math.toRadians(to.lat() - from.lat()) / 2);
        double east = Math.sin(Math.toRadians(to.lon() - from.lon()) / 2);
        double h =
                north * north + Math.cos(Math.toRadians(from.lat())) * Math.cos(Math.toRadians(to.lat())) * east * east;
        return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
