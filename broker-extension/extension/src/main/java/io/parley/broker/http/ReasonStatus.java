package io.parley.broker.http;

import io.parley.protocol.Reason;
import java.util.OptionalInt;

/** The HTTP status of each reason, and when a repetition is worth while. */
final class ReasonStatus {
    private ReasonStatus() {}

    static int of(Reason reason) {
        return switch (reason) {
            case MALFORMED, BAD_TOPIC, BAD_ID -> 400;
            case NOT_ALLOWED, NOT_DELIVERED, MUTED -> 403;
            case UNKNOWN_USER, UNKNOWN_GROUP, UNKNOWN_TRACK, NOT_FOUND -> 404;
            case CONFLICT, OUT_OF_ORDER, BEYOND_LAST -> 409;
            case EXPIRED, ENDED -> 410;
            case TOO_LARGE -> 413;
            case LIMIT_REACHED -> 429;
            case BUSY -> 503;
            case UNKNOWN_OUTCOME -> 504;
        };
    }

    /** For {@code Retry-After}. */
    static OptionalInt retryAfterSeconds(Reason reason) {
        if (reason == Reason.LIMIT_REACHED) {
            return OptionalInt.of(60);
        }
        return reason.retryable() ? OptionalInt.of(1) : OptionalInt.empty();
    }
}
