package io.parley.broker.storage;

/**
 * How far a user has come in a conversation.
 *
 * @param received highest seq up to which some endpoint of the user has received everything
 * @param read highest seq up to which the user has read everything
 */
public record UserMarks(long received, long read) {
    public static final UserMarks NONE = new UserMarks(0, 0);

    public UserMarks {
        if (received < 0 || read < 0) {
            throw new IllegalArgumentException("received " + received + ", read " + read);
        }
    }

    /** The further of the two in each respect: marks only move forward. */
    public UserMarks advancedTo(UserMarks other) {
        return new UserMarks(Math.max(received, other.received), Math.max(read, other.read));
    }
}
