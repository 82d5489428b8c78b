package io.parley.simulator.judge.track;

/** A broken promise about positions. One mishap may break several. */
public enum TrackFault {
    /** Seen by somebody who had no right to at that moment, or more closely than they may. */
    LEAKED,
    /** Seen, and nobody sent it, or not where its sender was. */
    INVENTED,
    /** A viewer's last point was older than a point the server had had for longer than the promised delay. */
    LATE,
    /** Seen after a later one of the same track. */
    BACKWARDS,
    /** Went through a fence, and nobody was told. */
    CROSSING_MISSING,
    /** Told twice, or of a crossing that did not happen. */
    CROSSING_FALSE,
    /** Told after what happened later. */
    CROSSING_DISORDERED,
    /** A sealed trip that is missing, cut short, or of another length than was driven. */
    TRIP_WRONG,
    /** A ride that did not come to its end, or whose end somebody was not told. */
    ENDLESS
}
