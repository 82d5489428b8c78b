package io.parley.broker.location;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest point of one track, and when it is to be stored. Part of {@link LiveTrack}. */
final class Newest {
    private final long savedMillis;
    private @Nullable TrackPoint point;
    private boolean storedAsked;
    private boolean dirty;
    private long saveAt = Long.MAX_VALUE;

    Newest(long savedMillis) {
        this.savedMillis = savedMillis;
    }

    @Nullable TrackPoint point() {
        return point;
    }

    long dueAt() {
        return saveAt;
    }

    /** What a former owner stored; counts once, and only if nothing is newer. */
    void stored(@Nullable TrackPoint last) {
        if (last != null && !storedAsked && last.isAfter(point)) {
            point = last;
        }
        storedAsked = true;
    }

    void accepted(TrackPoint accepted, long now) {
        point = accepted;
        if (!dirty) {
            dirty = true;
            saveAt = now + savedMillis;
        }
    }

    /** What is to be stored now, if anything is. */
    Optional<TrackPoint> toSave() {
        Optional<TrackPoint> due = dirty ? Optional.ofNullable(point) : Optional.empty();
        dirty = false;
        saveAt = Long.MAX_VALUE;
        return due;
    }

    /** @return whether there was one measured up to then, and there is none now */
    boolean forget(long until) {
        if (point == null || point.point().at() > until) {
            return false;
        }
        point = null;
        dirty = false;
        saveAt = Long.MAX_VALUE;
        return true;
    }
}
