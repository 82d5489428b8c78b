package io.parley.protocol;

import java.util.Objects;

/**
 * An expected "no", as a value.
 *
 * @param reason the machine's half
 * @param detail the person's half: names the value and the bound; never content, never secrets
 */
public record Refusal(Reason reason, String detail) {
    public Refusal {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(detail);
    }

    /** For an MQTT 5 Reason String: {@code code: detail}. */
    public String reasonString() {
        return reason.code() + ": " + detail;
    }
}
