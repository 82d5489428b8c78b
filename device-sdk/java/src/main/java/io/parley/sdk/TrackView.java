package io.parley.sdk;

import io.parley.protocol.TrackName;
import java.util.Optional;

/** A track being watched; over reconnects, until it is closed or over. Safe from any thread; no method waits. */
public interface TrackView extends AutoCloseable {
    /** How soon a viewer wants to see a change; the publisher is told to send as often as the one who wants most. */
    enum Need {
        /** It is on the screen, moving: about every second. */
        CLOSE,
        /** It is a line in a list: about every quarter of a minute. */
        LIST
    }

    TrackName track();

    /** Also before the watcher has been told. */
    Optional<Sighting> last();

    /** Changes what is wanted, as when the map is put away for the list. */
    void need(Need need);

    @Override
    void close();
}
