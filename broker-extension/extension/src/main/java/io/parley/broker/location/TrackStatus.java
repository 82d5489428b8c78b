package io.parley.broker.location;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How it goes with a track at this moment, as its owner sees it.
 *
 * @param periodMillis how often publishers are told to send
 * @param publishers connections that publish
 * @param close users who watch closely
 * @param lists users who see it in a list
 * @param taken points taken in by this owner
 * @param dropped points dropped by this owner, by reason
 * @param newest null if there is none
 */
public record TrackStatus(
        long periodMillis,
        int publishers,
        int close,
        int lists,
        long taken,
        Map<String, Long> dropped,
        @Nullable TrackPoint newest) {
    public TrackStatus {
        dropped = Map.copyOf(dropped);
    }
}
