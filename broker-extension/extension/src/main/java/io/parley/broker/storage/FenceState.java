package io.parley.broker.storage;

import io.parley.protocol.TrackName;

/**
 * What is known of a track and a fence.
 *
 * @param fenceMade {@link Fence#createdAt} of the fence it is about
 * @param crossings how many crossings there were; the number of the last one
 * @param last the last one
 * @param at when it was, Unix milliseconds; 0 if there was none
 * @param inside whether the track is in it now
 * @param told whether the last one is in the conversation, or did not have to be told
 */
public record FenceState(
        TrackName track,
        FenceId fence,
        long fenceMade,
        long crossings,
        Fence.Crossing last,
        long at,
        boolean inside,
        boolean told) {
    /** Before the first point: outside. */
    public static FenceState initial(TrackName track, Fence fence) {
        return new FenceState(track, fence.id(), fence.createdAt(), 0, Fence.Crossing.EXIT, 0, false, true);
    }

    public FenceState asTold() {
        return new FenceState(track, fence, fenceMade, crossings, last, at, inside, true);
    }

    /**
     * What a later state of a track and a name has more of: that of a later fence before all, then crossings, then told.
     * In microseconds since 1970, so that it may be a time stamp.
     */
    public long rank() {
        return fenceMade * 1_000 + 2 * crossings + (told ? 1 : 0);
    }
}
