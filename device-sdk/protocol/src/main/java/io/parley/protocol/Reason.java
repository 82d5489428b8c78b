package io.parley.protocol;

import java.util.Optional;

/**
 * Why something was refused. The {@link #code()} travels in the {@code reason} user property of an ack and at the head
 * of an MQTT 5 Reason String; {@link #mqttCode()} is the MQTT 5 reason code of a PUBACK (table 3-4) that says the same.
 */
public enum Reason {
    MALFORMED("malformed", 0x83, false),
    BAD_TOPIC("bad-topic", 0x90, false),
    BAD_ID("bad-id", 0x83, false),
    NOT_ALLOWED("not-allowed", 0x87, false),
    UNKNOWN_USER("unknown-user", 0x90, false),
    UNKNOWN_GROUP("unknown-group", 0x90, false),
    UNKNOWN_TRACK("unknown-track", 0x90, false),
    NOT_FOUND("not-found", 0x83, false),
    /** The recipient does not want it; deliberately says no more. */
    NOT_DELIVERED("not-delivered", 0x87, false),
    MUTED("muted", 0x87, false),
    LIMIT_REACHED("limit-reached", 0x97, false),
    TOO_LARGE("too-large", 0x97, false),
    CONFLICT("conflict", 0x83, false),
    BEYOND_LAST("beyond-last", 0x83, false),
    EXPIRED("expired", 0x83, false),
    /** A track that is over: nothing is taken in for it, or shown of it, ever again. */
    ENDED("ended", 0x83, false),
    OUT_OF_ORDER("out-of-order", 0x97, true),
    BUSY("busy", 0x97, true),
    UNKNOWN_OUTCOME("unknown", 0x80, true);

    private final String code;
    private final int mqttCode;
    private final boolean retryable;

    Reason(String code, int mqttCode, boolean retryable) {
        this.code = code;
        this.mqttCode = mqttCode;
        this.retryable = retryable;
    }

    public String code() {
        return code;
    }

    public int mqttCode() {
        return mqttCode;
    }

    /** Whether the same message, with the same id, may be accepted later. */
    public boolean retryable() {
        return retryable;
    }

    public static Optional<Reason> ofCode(String code) {
        for (Reason reason : values()) {
            if (reason.code.equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
