package io.parley.broker.location;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Owners of tracks on which nothing moves: they note that they were asked to look. */
final class StillOwners implements Tracks {
    final List<TrackName> refreshed = new ArrayList<>();
    final Map<TrackName, TrackPoint> newest = new HashMap<>();

    @Override
    public Publication publish(TrackName track, UserName user, long connection, Publication.Listener listener) {
        throw new AssertionError("nobody publishes here");
    }

    @Override
    public void watch(TrackName track, Viewer viewer, Need need) {
        throw new AssertionError("nobody watches here");
    }

    @Override
    public void unwatch(TrackName track, Viewer viewer) {
        throw new AssertionError("nobody watches here");
    }

    @Override
    public CompletionStage<Void> refresh(TrackName track) {
        refreshed.add(track);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> forget(TrackName track, long until) {
        newest.remove(track);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<TrackStatus> status(TrackName track) {
        return CompletableFuture.completedStage(
                new TrackStatus(300_000, 1, 2, 3, 40, Map.of("jump", 2L), newest.get(track)));
    }
}
