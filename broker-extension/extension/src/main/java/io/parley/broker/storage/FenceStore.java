package io.parley.broker.storage;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Fences, and which tracks are in them. Threads and failure as in {@link ConversationStore}. */
public interface FenceStore {
    /** Most fences one user may have. */
    int PER_USER_MAX = 1_000;
    /** Most fences, of all users, that may watch one track. */
    int PER_TRACK_MAX = 5_000;

    enum Creation {
        CREATED,
        /** The same is there. */
        KNOWN,
        /** Another is there by this name. */
        CONFLICT,
        /** The user, or one of the tracks, has as many as may be. */
        LIMIT_REACHED
    }

    CompletionStage<Creation> create(Fence fence);

    CompletionStage<Optional<Fence>> find(FenceId id);

    /**
     * By name.
     *
     * @throws IllegalArgumentException if the cursor is none of this question's
     */
    CompletionStage<Slice<Fence>> ofUser(UserName owner, int limit, Optional<String> cursor);

    /** All that watch a track, at most {@link #PER_TRACK_MAX}. */
    CompletionStage<List<Fence>> ofTrack(TrackName track);

    /** Removes it, and what is known of its tracks. */
    CompletionStage<Void> delete(Fence fence);

    /** What is known of a track's fences, of deleted ones too. */
    CompletionStage<List<FenceState>> states(TrackName track);

    /** Overwrites; one with fewer crossings, or one that is told by one that is not, changes nothing. */
    CompletionStage<Void> saveState(FenceState state);
}
