package io.parley.broker.location;

import io.parley.broker.location.point.Dropped;
import java.util.HashMap;
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

    static TrackStatus of(
            long periodMillis,
            int publishers,
            Map<Need, Integer> watching,
            long taken,
            Map<Dropped, Long> dropped,
            @Nullable TrackPoint newest) {
        Map<String, Long> codes = new HashMap<>();
        dropped.forEach((why, count) -> codes.put(why.code(), count));
        return new TrackStatus(
                periodMillis,
                publishers,
                watching.getOrDefault(Need.CLOSE, 0),
                watching.getOrDefault(Need.LIST, 0),
                taken,
                codes,
                newest);
    }
}
