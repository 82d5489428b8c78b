package io.parley.broker.storage;

/**
 * How far a user has come in a conversation.
 *
 * @param received highest seq up to which some endpoint of the user has received everything
 * @param read highest seq up to which the user has read everything
 * @param own seq of the newest message the user sent; may lag in the store, never by more than a tail
 * @param cleared highest seq the user threw away
 */
public record UserMarks(long received, long read, long own, long cleared) {
    public static final UserMarks NONE = new UserMarks(0, 0);

    public UserMarks {
        if (received < 0 || read < 0 || own < 0 || cleared < 0) {
            throw new IllegalArgumentException(
                    "received " + received + ", read " + read + ", own " + own + ", cleared " + cleared);
        }
    }

    public UserMarks(long received, long read) {
        this(received, read, 0, 0);
    }

    public static UserMarks ofOwn(long own) {
        return new UserMarks(0, 0, own, 0);
    }

    /** Clearing is reading. */
    public static UserMarks ofCleared(long seq) {
        return new UserMarks(seq, seq, 0, seq);
    }

    /** The further of the two in each respect: marks only move forward. */
    public UserMarks advancedTo(UserMarks other) {
        return new UserMarks(
                Math.max(received, other.received),
                Math.max(read, other.read),
                Math.max(own, other.own),
                Math.max(cleared, other.cleared));
    }

    /** Promise 6: {@code max(0, last - max(joined-1, cleared, read, own))}; {@code floor} is {@code joined-1}. */
    public long unread(long last, long floor) {
        return Math.max(0, last - Math.max(Math.max(floor, cleared), Math.max(read, own)));
    }

    /** Grows with every mark: its place among others of the same user and conversation. */
    public long version() {
        return received + read + own + cleared;
    }
}
