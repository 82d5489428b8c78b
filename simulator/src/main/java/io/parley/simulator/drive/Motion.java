package io.parley.simulator.drive;

import io.parley.simulator.map.Place;

/**
 * Where something truly is at a moment, and how it moves.
 *
 * @param metresPerSecond speed over ground
 * @param course degrees clockwise from north
 * @param covered whether the sky is hidden: no satellites
 */
public record Motion(Place place, double metresPerSecond, double course, boolean covered) {
    /** At rest under the open sky. */
    public static Motion at(Place place) {
        return new Motion(place, 0, 0, false);
    }
}
