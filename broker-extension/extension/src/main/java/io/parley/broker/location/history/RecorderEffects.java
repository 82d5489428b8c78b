package io.parley.broker.location.history;

import io.parley.protocol.json.LocationPoint;
import java.util.List;

/** What a {@link Recorder} wants done; each is answered later, never within the call. */
interface RecorderEffects {
    /** Writes points. Answered by {@link Recorder#appended} or {@link Recorder#appendFailed}. */
    void append(List<LocationPoint> points);

    /** Makes a trip of what was written from one time to another, both inclusive. Answered by {@link Recorder#sealed} or {@link Recorder#sealFailed}. */
    void seal(long from, long to);

    /** So many points of the history are lost. */
    void lost(int points);
}
