package io.parley.broker.location;

import io.parley.protocol.Content;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;

/** One connection, as the {@link Hub} of its node sees it. Its identity counts. Called on the hub's thread; must not block. */
public interface Viewer {
    UserName user();

    /**
     * @param point as this viewer may see it; newer than what was shown before, or the same again after a new subscription
     */
    void show(TrackName track, Content point);

    /** Nothing more will be shown: the track ended, or the viewer may not see it any more. */
    void over(TrackName track);
}
