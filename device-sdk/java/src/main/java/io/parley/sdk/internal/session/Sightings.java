package io.parley.sdk.internal.session;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one endpoint sees of one track: the newest position, and how often another comes. */
final class Sightings {
    private final TrackName track;
    private TrackView.Need need;
    private @Nullable Sighting last;
    private long expectedMillis;

    Sightings(TrackName track, TrackView.Need need) {
        this.track = track;
        this.need = need;
    }

    TrackView.Need need() {
        return need;
    }

    void need(TrackView.Need wanted) {
        need = wanted;
    }

    /** Empty if it is not newer than what is known: after a reconnect the last one comes again. */
    Optional<Sighting> came(LocationPoint point, Now now) {
        LocationPoint before = last == null ? null : last.point();
        if (before != null && point.at() <= before.at()) {
            return Optional.empty();
        }
        if (before != null) {
            long between = point.at() - before.at();
            expectedMillis = expectedMillis == 0 ? between : (expectedMillis + between) / 2;
        }
        Sighting sighting = new Sighting(
                track, point, before, Duration.ofMillis(expectedMillis), Instant.ofEpochMilli(now.unixMillis()));
        last = sighting;
        return Optional.of(sighting);
    }
}
