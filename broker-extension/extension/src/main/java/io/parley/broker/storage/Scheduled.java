package io.parley.broker.storage;

import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled message and what became of it.
 *
 * @param message without its content once it is over
 * @param attemptedAt when it was first handed to the conversation's owner, Unix milliseconds; 0 if never
 * @param seq its place in the conversation; 0 unless accepted
 * @param reason why it was rejected, else null
 */
public record Scheduled(
        ScheduledMessage message,
        Status status,
        long attemptedAt,
        long seq,
        @Nullable Reason reason) {
    /** The order is that of the numbers in the store. */
    public enum Status {
        /** May be cancelled. */
        WAITING("waiting"),
        /** On its way to the owner; nobody knows yet whether it is in the log. */
        SENDING("sending"),
        ACCEPTED("accepted"),
        REJECTED("rejected"),
        CANCELLED("cancelled");

        private final String code;

        Status(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public boolean isOver() {
            return this != WAITING && this != SENDING;
        }
    }

    public Scheduled {
        if ((status == Status.REJECTED) != (reason != null) || (status == Status.ACCEPTED) != (seq > 0)) {
            throw new IllegalArgumentException(status + " with seq " + seq + " and reason " + reason);
        }
    }

    public static Scheduled waiting(ScheduledMessage message) {
        return new Scheduled(message, Status.WAITING, 0, 0, null);
    }

    public static Scheduled accepted(ScheduledMessage message, long attemptedAt, long seq) {
        return new Scheduled(bare(message), Status.ACCEPTED, attemptedAt, seq, null);
    }

    public static Scheduled rejected(ScheduledMessage message, long attemptedAt, Reason reason) {
        return new Scheduled(bare(message), Status.REJECTED, attemptedAt, 0, reason);
    }

    public static Scheduled cancelled(ScheduledMessage message) {
        return new Scheduled(bare(message), Status.CANCELLED, 0, 0, null);
    }

    private static ScheduledMessage bare(ScheduledMessage message) {
        return new ScheduledMessage(
                message.user(),
                message.id(),
                message.conversation(),
                message.due(),
                message.contentType(),
                Content.EMPTY);
    }
}
