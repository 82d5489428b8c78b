package io.parley.broker.location;

import io.parley.broker.api.RefusalException;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Changes rows of tracks, whoever wants them changed: the row is saved over the version it was made from, and the owner has
 * looked at it before anybody is told that it is done. Safe from any thread.
 */
public final class TrackChanges {
    /** Others may change it at the same time; so often it is tried. */
    private static final int TRIES_MAX = 8;

    private final TrackStore store;
    private final Tracks tracks;

    public TrackChanges(TrackStore store, Tracks tracks) {
        this.store = store;
        this.tracks = tracks;
    }

    /**
     * Saves the first version.
     *
     * @return fails with {@link RefusalException} if there is another track of that name
     */
    public CompletionStage<Track> create(Track first) {
        return store.save(first).thenCompose(saved -> {
            if (!saved) {
                return CompletableFuture.failedStage(
                        new RefusalException(Reason.CONFLICT, "there is a track " + first.name() + " already"));
            }
            return tracks.refresh(first.name()).thenApply(done -> first);
        });
    }

    /**
     * @param change makes the next version from the present one, or the same for nothing to do; may be called more than once;
     *     throws {@link RefusalException} for a no
     * @return fails with {@link RefusalException} also if there is no such track
     */
    public CompletionStage<Track> change(TrackName name, UnaryOperator<Track> change) {
        return change(name, change, TRIES_MAX);
    }

    private CompletionStage<Track> change(TrackName name, UnaryOperator<Track> change, int tries) {
        return store.find(name).thenCompose(found -> {
            Track before = found.orElseThrow(() -> new RefusalException(TrackRules.unknown(name)));
            Track next = change.apply(before);
            if (next.equals(before)) {
                return tracks.refresh(name).thenApply(done -> before);
            }
            return store.save(next).thenCompose(saved -> {
                if (saved) {
                    return tracks.refresh(name).thenApply(done -> next);
                }
                return tries > 1
                        ? change(name, change, tries - 1)
                        : CompletableFuture.failedStage(new RefusalException(
                                Reason.BUSY, "the track " + name + " is changed by others at this moment"));
            });
        });
    }
}
