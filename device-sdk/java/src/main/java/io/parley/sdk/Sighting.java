package io.parley.sdk;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a track is, with what it takes to draw it moving instead of jumping.
 *
 * @param before the one seen before it; null for the first
 * @param expected about how long until the next: the time between the last ones; zero if that is not known
 * @param cameAt when it came, by this device's clock
 */
public record Sighting(
        TrackName track, LocationPoint point, @Nullable LocationPoint before, Duration expected, Instant cameAt) {

    public Optional<LocationPoint> previous() {
        return Optional.ofNullable(before);
    }

    /** How old the position is; zero if its clock is ahead of this one. */
    public Duration age(Instant now) {
        Duration age = Duration.between(Instant.ofEpochMilli(point.at()), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /**
     * Where to draw it now: it moves from the place before to this one, evenly, within the time until the next is
     * expected, and stays there. Across the 180th meridian it takes the short way.
     */
    public Place at(Instant now) {
        LocationPoint from = before;
        if (from == null || expected.isZero()) {
            return new Place(point.lat(), point.lon());
        }
        double part = (double) Duration.between(cameAt, now).toMillis() / expected.toMillis();
        double share = Math.max(0, Math.min(1, part));
        double east = Math.IEEEremainder(point.lon() - from.lon(), 360);
        return new Place(
                from.lat() + share * (point.lat() - from.lat()), Math.IEEEremainder(from.lon() + share * east, 360));
    }
}
