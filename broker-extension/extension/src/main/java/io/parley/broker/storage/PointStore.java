package io.parley.broker.storage;

import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where tracks were: points by the day, trips, and what was deleted. Threads and failure as in {@link ConversationStore}.
 *
 * <p>Of a point are kept: place (to 1e-7 degrees, a centimetre), time, {@code acc} and {@code alt} (to a metre), {@code
 * vel} (to 0.1 km/h), {@code cog} (to a degree).
 */
public interface PointStore {
    /**
     * Appends points of a track, in the order of time; the same again is harmless. What was deleted is not written.
     *
     * @param retention forgotten so long after this
     */
    CompletionStage<Void> append(TrackName track, List<LocationPoint> points, Duration retention);

    /** Those measured {@code from..to}, both inclusive, Unix milliseconds, in order, each time once, at most {@code max}. */
    CompletionStage<List<LocationPoint>> read(TrackName track, long from, long to, int max);

    /** The same again is harmless. One that a deletion covers is not written. */
    CompletionStage<Void> saveTrip(Trip trip, Duration retention);

    /** Those that began {@code from..to}, both inclusive, in order, at most {@code max}. */
    CompletionStage<List<Trip>> trips(TrackName track, long from, long to, int max);

    /** The one that began last. */
    CompletionStage<Optional<Trip>> lastTrip(TrackName track);

    /**
     * Removes what was measured in the deletion's span, for good: whatever of it is written late is never found.
     *
     * @return the receipt; the first one if a deletion of this id was done before
     */
    CompletionStage<Deletion> delete(Deletion deletion);

    CompletionStage<Optional<Deletion>> deletion(TrackName track, MessageId id);

    /** The oldest first, at most {@code max}. */
    CompletionStage<List<Deletion>> deletions(TrackName track, int max);
}
