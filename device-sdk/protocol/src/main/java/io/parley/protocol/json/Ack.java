package io.parley.protocol.json;

import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to one message.
 *
 * @param id of the message
 * @param status what became of it
 * @param seq its position, 0 if rejected
 * @param at server time of acceptance in Unix milliseconds, 0 if rejected
 * @param reason why it was rejected, else null
 * @param retryAfterMillis how long to wait at least before a retry, 0 if no retry helps or at once is fine
 */
public record Ack(
        MessageId id,
        Status status,
        long seq,
        long at,
        @Nullable Reason reason,
        long retryAfterMillis) {
    /** Hop 1 of a message. */
    public enum Status {
        ACCEPTED("accepted"),
        DUPLICATE("duplicate"),
        REJECTED("rejected");

        private final String code;

        Status(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    public static Ack accepted(MessageId id, long seq, long at) {
        return new Ack(id, Status.ACCEPTED, seq, at, null, 0);
    }

    public static Ack duplicate(MessageId id, long seq, long at) {
        return new Ack(id, Status.DUPLICATE, seq, at, null, 0);
    }

    public static Ack rejected(MessageId id, Reason reason, long retryAfterMillis) {
        return new Ack(id, Status.REJECTED, 0, 0, reason, retryAfterMillis);
    }

    public Ack {
        if ((status == Status.REJECTED) != (reason != null)) {
            throw new IllegalArgumentException("a reason belongs to a rejection and to nothing else");
        }
    }
}
