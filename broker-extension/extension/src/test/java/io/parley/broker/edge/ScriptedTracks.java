package io.parley.broker.edge;

import io.parley.broker.location.DeviceTracks;
import io.parley.broker.location.FriendTracks;
import io.parley.broker.location.LocationObserver;
import io.parley.broker.location.LocationRoom;
import io.parley.broker.location.LocationSettings;
import io.parley.broker.location.Need;
import io.parley.broker.location.Publication;
import io.parley.broker.location.TrackChanges;
import io.parley.broker.location.TrackStatus;
import io.parley.broker.location.Tracks;
import io.parley.broker.location.ViewRights;
import io.parley.broker.location.Viewer;
import io.parley.broker.storage.TrackStore;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Owners that answer what the test has them answer, over one memory. */
final class ScriptedTracks implements Tracks {
    final MemoryStorage storage = new MemoryStorage(Runnable::run);
    final List<String> watched = new ArrayList<>();
    final List<String> points = new ArrayList<>();
    final Map<TrackName, ScriptedPublication> publications = new HashMap<>();
    final Map<TrackName, Refusal> refusals = new HashMap<>();

    LocationRoom room() {
        TrackStore store = storage.tracks();
        ViewRights rights = new ViewRights(store, storage.groups(), Clock.systemUTC());
        return new LocationRoom(
                this,
                rights,
                new DeviceTracks(store, new TrackChanges(store, this), Clock.systemUTC()),
                new FriendTracks(store, rights),
                LocationObserver.NONE,
                LocationSettings.DEFAULT);
    }

    final class ScriptedPublication implements Publication {
        private final TrackName track;
        final Publication.Listener listener;
        boolean open;

        ScriptedPublication(TrackName track, Publication.Listener listener) {
            this.track = track;
            this.listener = listener;
            this.open = !refusals.containsKey(track);
        }

        @Override
        public CompletionStage<Optional<Refusal>> admitted() {
            return CompletableFuture.completedStage(Optional.ofNullable(refusals.get(track)));
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void send(LocationPoint point, Content body) {
            points.add(track + " " + body.asText());
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Override
    public Publication publish(TrackName track, UserName user, long connection, Publication.Listener listener) {
        ScriptedPublication publication = new ScriptedPublication(track, listener);
        publications.put(track, publication);
        return publication;
    }

    @Override
    public void watch(TrackName track, Viewer viewer, Need need) {
        watched.add("+" + track);
    }

    @Override
    public void unwatch(TrackName track, Viewer viewer) {
        watched.add("-" + track);
    }

    @Override
    public CompletionStage<Void> refresh(TrackName track) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> forget(TrackName track, long until) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<TrackStatus> status(TrackName track) {
        return CompletableFuture.completedStage(new TrackStatus(300_000, 0, 0, 0, 0, Map.of(), null));
    }
}
