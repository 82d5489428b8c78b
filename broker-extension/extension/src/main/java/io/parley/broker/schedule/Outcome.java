package io.parley.broker.schedule;

/**
 * What an attempt to send a message came to.
 *
 * @param retryAfterMillis how long to wait at least, if it is to be tried again
 */
public record Outcome(Kind kind, long retryAfterMillis) {
    public enum Kind {
        /** Sent, rejected for good, or cancelled, and marked so in the store. */
        OVER,
        /** There is no such message; it may be on its way into the store. */
        ABSENT,
        /** Not sent, or nobody knows. */
        AGAIN
    }

    public static final Outcome OVER = new Outcome(Kind.OVER, 0);
    public static final Outcome ABSENT = new Outcome(Kind.ABSENT, 0);

    public static Outcome again(long retryAfterMillis) {
        return new Outcome(Kind.AGAIN, retryAfterMillis);
    }
}
