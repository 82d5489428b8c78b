package io.parley.broker.location;

import io.parley.broker.storage.Track;
import io.parley.protocol.TrackName;

/**
 * Hears what becomes of one track at its owner: for history, fences, rides. Called on the owner's thread, one after the
 * other; must not block, and what it throws is logged and changes nothing.
 */
public interface TrackFollower {
    /** The track as it is stored, when the owner came to know it and after each change. */
    default void changed(Track track) {}

    /** Something that belongs to the track was changed in the store, its row or its fences. */
    default void refreshed() {}

    /** A point was taken in; later than all before. */
    default void accepted(Track track, TrackPoint point, long now) {}

    /** The track has ended, for good. May be told more than once, by successive owners. */
    default void ended(Track track, long now) {}

    /** The owner goes, the track stays: another owner may come, here or elsewhere. */
    default void left() {}

    /** Makes those that follow. */
    @FunctionalInterface
    interface Source {
        TrackFollower of(TrackName track);
    }

    TrackFollower NOBODY = new TrackFollower() {};
}
