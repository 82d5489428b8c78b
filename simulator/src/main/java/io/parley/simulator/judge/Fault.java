package io.parley.simulator.judge;

/** A broken promise. One mishap may break several. */
public enum Fault {
    /** Accepted, but never handed to an endpoint of its recipient or to another endpoint of its sender. */
    LOST,
    /** Handed twice to one endpoint, or one message at two places of the conversation. */
    REPEATED,
    /** Handed after a later one, two messages at one place, or places not in the order of their sender's sends. */
    REORDERED,
    /** A place nothing is at, or one an endpoint passed over. */
    GAP,
    /** A send whose fate its sender never learned or was told wrongly, or a message nobody sent. */
    UNEXPLAINED
}
