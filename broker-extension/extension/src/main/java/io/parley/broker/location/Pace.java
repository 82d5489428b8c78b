package io.parley.broker.location;

import io.parley.broker.storage.TrackSettings;
import java.util.Optional;

/**
 * How often publishers of one track are to send. Whoever begins to look is served at once; that nobody does any more counts
 * only after a while, so that one who looks away and back does not make phones change their ways twice. Part of {@link
 * LiveTrack}.
 */
final class Pace {
    private final long slowDownMillis;
    private long period;
    private long slowerAt = Long.MAX_VALUE;

    Pace(long slowDownMillis, TrackSettings settings) {
        this.slowDownMillis = slowDownMillis;
        this.period = settings.idleMillis();
    }

    long period() {
        return period;
    }

    long dueAt() {
        return slowerAt;
    }

    /** @return whether the period is another one now */
    boolean wanted(Optional<Need> need, TrackSettings settings, long now) {
        long wanted = need.isEmpty()
                ? settings.idleMillis()
                : need.get() == Need.CLOSE ? settings.closeMillis() : settings.listMillis();
        if (wanted > period && slowerAt == Long.MAX_VALUE) {
            slowerAt = now + slowDownMillis;
        }
        if (wanted == period) {
            slowerAt = Long.MAX_VALUE;
            return false;
        }
        if (wanted > period && now < slowerAt) {
            return false;
        }
        slowerAt = Long.MAX_VALUE;
        period = wanted;
        return true;
    }
}
