package io.parley.broker.storage;

import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Messages to be sent later: by user, for them to see and cancel, and by the minute they are due, for whoever sends them.
 * Threads and failure as in {@link ConversationStore}.
 *
 * <p>A message goes from waiting either to cancelled or to sending, never to both; that is decided in one place, the
 * message itself. The entry by minute is written before the message and only says where to look.
 */
public interface ScheduleStore {
    /** Most messages of one user that wait. */
    int WAITING_MAX = 100;

    /** Most content of one user that waits, bytes. */
    long WAITING_BYTES_MAX = 1024 * 1024;

    /** Most messages kept of one user, those of the last days that are over included. */
    int KEPT_MAX = 1_000;

    /** How long a message that is over can still be looked up. */
    int KEPT_DAYS = 7;

    enum Creation {
        CREATED,
        /** It was there already, the same; it may be over by now. */
        KNOWN,
        /** Its id is another message's. */
        CONFLICT,
        /** One of the limits of a user, about: calls made at once do not see each other. */
        LIMIT_REACHED
    }

    enum Cancellation {
        CANCELLED,
        /** It is being sent, or was, or was rejected. */
        TOO_LATE,
        UNKNOWN
    }

    CompletionStage<Creation> create(ScheduledMessage message);

    /** Earliest first. */
    CompletionStage<List<Scheduled>> ofUser(UserName user);

    /** Cancelling twice is cancelling once. */
    CompletionStage<Cancellation> cancel(UserName user, MessageId id);

    // ---- for whoever sends them

    /** The first {@code max} of the minutes {@code from..to} that have messages, see {@link DueMessage#minuteOf}; ascending. */
    CompletionStage<List<Long>> minutes(long from, long to, int max);

    /**
     * The next {@code max} messages of a minute that are due by {@code dueMax}.
     *
     * @param after null for the first ones
     */
    CompletionStage<DuePage> due(long minute, @Nullable DueMessage after, long dueMax, int max);

    /**
     * To be called before each attempt to send: from now on it cannot be cancelled.
     *
     * @return {@code SENDING} with the time of the first attempt, {@code now} if this is it; or what it is if it is over;
     *     empty if there is no such message at that time
     */
    CompletionStage<Optional<Scheduled>> begin(DueMessage due, long now);

    /** What became of a message that was being sent. Changes nothing if it is over. */
    CompletionStage<Void> finish(Scheduled over);

    /** The message is over and need not be looked at again. */
    CompletionStage<Void> settle(DueMessage due);

    /** Nothing of this minute need be looked at again. */
    CompletionStage<Void> drop(long minute);
}
