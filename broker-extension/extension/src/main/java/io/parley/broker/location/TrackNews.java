package io.parley.broker.location;

import io.parley.broker.storage.Track;
import io.parley.protocol.UserName;
import java.util.Set;

/** Who is told that tracks were shared with them. Never blocks; safe from any thread; a word may be lost. */
public interface TrackNews {
    /** With these users, more or otherwise than before. */
    void shared(Track track, Set<UserName> users);

    /** Not any more. */
    void unshared(Set<UserName> users);
}
