package io.parley.broker.location;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.concurrent.CompletionStage;

/** The live tracks of the cluster, from one node. Never blocks; safe from any thread. */
public interface Tracks {
    /** Begins to publish for one connection. Whether it may is told by {@link Publication#admitted}. */
    Publication publish(TrackName track, UserName user, long connection, Publication.Listener listener);

    /** Shows the newest point, and those that follow, as long as the owner lets the viewer see them. */
    void watch(TrackName track, Viewer viewer, Need need);

    void unwatch(TrackName track, Viewer viewer);

    /**
     * Has the owner look at the row again. When it completes, nothing is shown or taken any more under what was before.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} if the owner cannot be reached in time
     */
    CompletionStage<Void> refresh(TrackName track);

    /** Has the owner forget its newest point, if it was measured until then (Unix milliseconds). Fails as {@link #refresh}. */
    CompletionStage<Void> forget(TrackName track, long until);

    /** Fails as {@link #refresh}. */
    CompletionStage<TrackStatus> status(TrackName track);
}
