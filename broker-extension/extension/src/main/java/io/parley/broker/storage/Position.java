package io.parley.broker.storage;

/**
 * A place on earth (WGS 84).
 *
 * @param lat degrees north, -90 to 90
 * @param lon degrees east, -180 to 180
 */
public record Position(double lat, double lon) {
    public Position {
        if (!(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180)) {
            throw new IllegalArgumentException("lat " + lat + ", lon " + lon + " is no place on earth");
        }
    }
}
