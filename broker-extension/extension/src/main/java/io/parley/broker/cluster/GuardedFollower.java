package io.parley.broker.cluster;

import io.parley.broker.location.TrackFollower;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.storage.Track;
import io.parley.protocol.TrackName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong in a follower away from the owner it follows. The owner's thread. */
record GuardedFollower(TrackName track, TrackFollower follower) implements TrackFollower {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedFollower.class);

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException bug) {
            LOG.error("What follows the track {} failed because of a fault here", track, bug);
        }
    }

    @Override
    public void changed(Track row) {
        guarded(() -> follower.changed(row));
    }

    @Override
    public void refreshed() {
        guarded(follower::refreshed);
    }

    @Override
    public void accepted(Track row, TrackPoint point, long now) {
        guarded(() -> follower.accepted(row, point, now));
    }

    @Override
    public void ended(Track row, long now) {
        guarded(() -> follower.ended(row, now));
    }

    @Override
    public void left() {
        guarded(follower::left);
    }
}
