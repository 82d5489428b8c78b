package io.parley.broker.storage;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.util.List;

/**
 * A stretch of a track that is over: sealed, it never changes.
 *
 * @param startAt of its first point, Unix milliseconds; with the track its key
 * @param endAt of its last point
 * @param metres how long the way was: of the points as they came, without what is only their uncertainty
 * @param points how many came
 * @param errorMetres at no moment is a point that came farther than this from where the line is at that moment
 * @param line what of them is kept, in order
 */
public record Trip(
        TrackName track,
        long startAt,
        long endAt,
        double metres,
        int points,
        double errorMetres,
        List<Stop> stops,
        List<LocationPoint> line) {
    /** Where it stood still. */
    public record Stop(Position place, long from, long to) {}

    public Trip {
        stops = List.copyOf(stops);
        line = List.copyOf(line);
        if (endAt < startAt || line.isEmpty() || points < line.size()) {
            throw new IllegalArgumentException("trip of " + track + " from " + startAt + " to " + endAt + ", " + points
                    + " points, " + line.size() + " kept");
        }
    }

    public long millis() {
        return endAt - startAt;
    }
}
