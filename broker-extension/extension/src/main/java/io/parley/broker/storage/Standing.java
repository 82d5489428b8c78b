package io.parley.broker.storage;

/**
 * Where a user stands in a conversation, as far as the store alone can say. It may be enough to know that nothing is new;
 * what is new only the owner says. Of groups and of chats that no owner has written to the store this way, nothing is known.
 *
 * @param marks of the user; {@code own} is exact if {@link #isExact}
 * @param peers of the other user of a chat, as the former was told
 * @param last no accepted message has a higher seq; {@link #UNKNOWN} if nothing is known
 * @param amendmentsLast the same of the side log
 */
public record Standing(UserMarks marks, UserMarks peers, long last, long amendmentsLast) {
    public static final long UNKNOWN = -1;

    /** Nothing is known but the user's own marks. */
    public static Standing ofMarks(UserMarks marks) {
        return new Standing(marks, UserMarks.NONE, UNKNOWN, UNKNOWN);
    }

    /** Of a chat; if one of its ends is not known, nothing is. */
    public static Standing ofChat(UserMarks marks, UserMarks peers, long last, long amendmentsLast) {
        return last == UNKNOWN || amendmentsLast == UNKNOWN
                ? ofMarks(marks)
                : new Standing(marks, peers, last, amendmentsLast);
    }

    /** Marks are saved with all that was sent by then, so those saved after the last message tell who sent it. */
    public boolean isExact() {
        return last != UNKNOWN && (Math.max(marks.received(), peers.received()) >= last || marks.unread(last, 0) == 0);
    }
}
