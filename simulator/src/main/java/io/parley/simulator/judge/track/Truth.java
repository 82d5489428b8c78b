package io.parley.simulator.judge.track;

import io.parley.simulator.map.Place;

/** Where something truly was, at any moment. Times are Unix milliseconds. */
public interface Truth {
    Place at(long millis);

    /** Metres truly travelled between two moments. */
    double metres(long from, long until);
}
