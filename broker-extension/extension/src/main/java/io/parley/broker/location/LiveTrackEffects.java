package io.parley.broker.location;

import io.parley.broker.storage.Track;
import io.parley.protocol.GroupName;
import io.parley.protocol.Refusal;

/**
 * What a {@link LiveTrack} wants done. Called on its thread; must not block, and answers come later.
 *
 * @param <N> what names a node
 */
public interface LiveTrackEffects<N> {
    /** Read the row and the newest point. Answered by {@link LiveTrack#loaded} or {@link LiveTrack#loadFailed}. */
    void load();

    /** Answered by {@link LiveTrack#saved} or {@link LiveTrack#saveFailed}. */
    void save(Track track);

    void saveLast(TrackPoint newest);

    /** Who is in the group? Answered by {@link LiveTrack#membersAre} or {@link LiveTrack#membersFailed}. */
    void members(GroupName group);

    /** The connection may publish, that often. */
    void joined(Source<N> source, long periodMillis);

    /** The connection may not publish, or not any more. */
    void refused(Source<N> source, Refusal refusal);

    void period(Source<N> source, long periodMillis);

    void granted(N node, Granted granted);

    void point(N node, long rights, TrackPoint point);

    /** To a node whose viewers watched it. */
    void ended(N node);

    /** All who asked for the row to be looked at: what it says is in force. */
    void refreshed();
}
