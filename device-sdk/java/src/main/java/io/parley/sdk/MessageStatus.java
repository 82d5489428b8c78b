package io.parley.sdk;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a sent message. Only ever moves forward; steps may be skipped.
 *
 * <pre>
 *   QUEUED ─▶ SENT ─▶ ACCEPTED(seq) ─▶ RECEIVED ─▶ READ
 *      └────────┴───────────┴─▶ FAILED(reason, retryable)
 * </pre>
 *
 * @param seq position in the conversation, from ACCEPTED on; else 0
 * @param reason FAILED: why; else null
 */
public record MessageStatus(Stage stage, long seq, @Nullable Failure reason) {
    /** The name of the status. */
    public enum Stage {
        /** Waits to be sent. Survives a crash once {@link SentMessage#queued()} is complete. */
        QUEUED,
        /** Written to a connection at least once; the server has not answered yet. Retried until it does. */
        SENT,
        /** The server holds it durably and has given it its place. */
        ACCEPTED,
        /** An endpoint of the recipient has processed it; in a group, of each other member. */
        RECEIVED,
        /** The recipient has read it; in a group, all others have. */
        READ,
        /** It will not be delivered. */
        FAILED;

        public boolean canBecome(Stage next) {
            return switch (this) {
                case QUEUED, SENT, ACCEPTED -> next.ordinal() > ordinal();
                case RECEIVED -> next == READ;
                case READ, FAILED -> false;
            };
        }
    }

    /**
     * Why a message failed.
     *
     * @param code a {@link io.parley.protocol.Reason#code()}, or {@code outbox-full}, {@code closed}, {@code store-failed}
     * @param retryable whether sending the same content again, as a new message, may succeed
     */
    public record Failure(String code, boolean retryable) {
        public static final String OUTBOX_FULL = "outbox-full";
        public static final String CLOSED = "closed";
        public static final String STORE_FAILED = "store-failed";
    }

    public static final MessageStatus QUEUED = new MessageStatus(Stage.QUEUED, 0, null);
    public static final MessageStatus SENT = new MessageStatus(Stage.SENT, 0, null);

    public MessageStatus {
        Objects.requireNonNull(stage);
        if ((stage == Stage.FAILED) != (reason != null)) {
            throw new IllegalArgumentException("a reason belongs to FAILED and to nothing else");
        }
    }

    public static MessageStatus at(Stage stage, long seq) {
        return new MessageStatus(stage, seq, null);
    }

    public static MessageStatus failed(String code, boolean retryable) {
        return new MessageStatus(Stage.FAILED, 0, new Failure(code, retryable));
    }

    public Optional<Failure> failure() {
        return Optional.ofNullable(reason);
    }

    @Override
    public String toString() {
        return switch (stage) {
            case QUEUED, SENT -> stage.name();
            case ACCEPTED, RECEIVED, READ -> stage + " #" + seq;
            case FAILED -> "FAILED " + (reason == null ? "" : reason.code());
        };
    }
}
