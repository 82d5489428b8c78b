package io.parley.simulator.drive;

import io.parley.simulator.map.Place;
import java.time.Instant;

/**
 * What a phone's receiver says.
 *
 * @param at when the satellites were heard
 * @param accuracyMetres the receiver's own estimate: the truth is within it about two times in three
 * @param metresPerSecond speed over ground
 * @param course degrees clockwise from north
 */
public record Fix(Instant at, Place place, double accuracyMetres, double metresPerSecond, double course) {}
