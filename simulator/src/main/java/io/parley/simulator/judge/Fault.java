package io.parley.simulator.judge;

/** A broken promise. One mishap may break several. */
public enum Fault {
    /** Accepted, but not in the log, or never handed to an endpoint that is to have it. */
    LOST,
    /** Handed twice to one endpoint, or one message at two places of the conversation. */
    REPEATED,
    /** Handed after a later one, two messages at one place, or places not in the order of their sender's sends. */
    REORDERED,
    /** A place nothing is at, or one an endpoint passed over. */
    GAP,
    /** A send whose fate its sender never learned or was told wrongly, or a message nobody sent. */
    UNEXPLAINED,
    /** Seen, said or done in a group by someone who was not in it at that place, or had no right to. */
    TRESPASS,
    /** Endpoints of one user that do not have the same. */
    UNEQUAL,
    /** A group, or an edited message, that looks different to different people or from what its log says. */
    DISAGREED,
    /** An unread count that is not what the log and the marks make it. */
    DRIFT,
    /** Said to be received or read by who did not, or not said in the end of who did. */
    FALSE_RECEIPT
}
