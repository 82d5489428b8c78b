package io.parley.broker.storage;

import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;

/**
 * The receipt of a deletion: what was there, and is not any more.
 *
 * @param id of the request; the same again is the same deletion
 * @param from when what was removed was measured, Unix milliseconds, inclusive
 * @param to likewise, inclusive
 * @param at when it was asked for, Unix milliseconds
 * @param points how many points were found and removed
 * @param trips how many trips, which are removed as a whole if any of it lies in the span
 * @param done whether all is removed; false while it is being done
 */
public record Deletion(
        TrackName track,
        MessageId id,
        UserName by,
        long from,
        long to,
        long at,
        long points,
        long trips,
        boolean done) {
    public Deletion {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("deletion from " + from + " to " + to);
        }
    }

    public boolean covers(long millis) {
        return from <= millis && millis <= to;
    }

    public Deletion done(long pointsRemoved, long tripsRemoved) {
        return new Deletion(track, id, by, from, to, at, pointsRemoved, tripsRemoved, true);
    }
}
