package io.parley.broker.location;

import io.parley.broker.api.RefusalException;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.OwnTracksTopic;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tracks of devices that run OwnTracks: made when the first position comes. Safe from any thread. */
public final class DeviceTracks {
    private final TrackStore store;
    private final TrackChanges changes;
    private final Clock clock;

    public DeviceTracks(TrackStore store, TrackChanges changes, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * The device's track, made if there is none: for its owner alone, without end, until it is shared.
     *
     * @return fails with {@link RefusalException} if its name is too long or taken
     */
    public CompletionStage<TrackName> of(OwnTracksTopic topic) {
        TrackName name = topic.track()
                .orElseThrow(() -> new RefusalException(
                        Reason.BAD_TOPIC,
                        "user and device together have more than " + (TrackName.LENGTH_MAX - 1) + " characters"));
        return store.find(name)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedStage(found.get())
                        : changes.create(TrackEdit.first(name, topic.user(), Track.Kind.FAMILY, clock.millis())
                                .device(topic.device())
                                .at(clock.millis())))
                .thenApply(track -> {
                    if (!track.owner().equals(topic.user())) {
                        throw new RefusalException(Reason.NOT_ALLOWED, "the track " + name + " is another user's");
                    }
                    return name;
                });
    }

    /** Where viewers of OwnTracks find it; empty if it is no device's. */
    public static Optional<String> topicOf(Track track) {
        return track.device().isEmpty()
                ? Optional.empty()
                : Optional.of(OwnTracksTopic.ROOT + track.owner() + "/" + track.device());
    }
}
