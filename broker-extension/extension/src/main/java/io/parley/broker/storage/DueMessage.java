package io.parley.broker.storage;

import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.Comparator;

/** That a message of {@code user} is to be sent at {@code due}, Unix milliseconds. It may be over, or never have been. */
public record DueMessage(long due, UserName user, MessageId id) implements Comparable<DueMessage> {
    private static final long MINUTE_MILLIS = 60_000;
    private static final Comparator<DueMessage> ORDER = Comparator.comparingLong(DueMessage::due)
            .thenComparing(DueMessage::user)
            .thenComparing(DueMessage::id);

    public static DueMessage of(ScheduledMessage message) {
        return new DueMessage(message.due(), message.user(), message.id());
    }

    /** The minute since 1970 that {@code unixMillis} lies in. */
    public static long minuteOf(long unixMillis) {
        return Math.floorDiv(unixMillis, MINUTE_MILLIS);
    }

    /** When the minute is over, Unix milliseconds. */
    public static long endOf(long minute) {
        return (minute + 1) * MINUTE_MILLIS;
    }

    public long minute() {
        return minuteOf(due);
    }

    @Override
    public int compareTo(DueMessage other) {
        return ORDER.compare(this, other);
    }
}
