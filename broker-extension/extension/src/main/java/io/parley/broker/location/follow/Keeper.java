package io.parley.broker.location.follow;

import io.parley.broker.location.TrackPoint;
import io.parley.broker.storage.Track;

/**
 * One of those that follow a track. All is told on the track's {@link Strand}; what it starts it hears of there. Times are
 * Unix milliseconds.
 */
public interface Keeper {
    /** The track as it is stored; first of all, and after each change. */
    void changed(Track track, long now);

    /** Something else of it was changed in the store: its fences, say. */
    default void refreshed(long now) {}

    void accepted(Track track, TrackPoint point, long now);

    /** For good; may be told again. */
    void ended(Track track, long now);

    /** Another owner may follow. */
    void left(long now);

    /** Some time has passed; about once a second. */
    void tick(long now);

    /** Whether nothing is under way, so that it may be let go when it is left. */
    boolean isIdle();
}
