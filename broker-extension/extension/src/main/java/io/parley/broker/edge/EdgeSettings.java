package io.parley.broker.edge;

import io.parley.protocol.Limits;
import java.time.Duration;

/**
 * Bounds of the edge.
 *
 * @param limits what clients are promised
 * @param inFlightMessagesMax messages of all connections submitted and not yet answered
 * @param inFlightBytesMax their content, bytes
 * @param answerPatience how long an owner may take to answer a message before its sender is told {@code unknown}
 * @param retryAfter what a sender refused as busy should wait at least; up to twice that is said, so that not all come back at once
 * @param willDelayMax longest Will Delay Interval that is honoured
 */
public record EdgeSettings(
        Limits limits,
        int inFlightMessagesMax,
        long inFlightBytesMax,
        Duration answerPatience,
        Duration retryAfter,
        Duration willDelayMax) {
    public static final EdgeSettings DEFAULT = new EdgeSettings(
            Limits.DEFAULT,
            20_000,
            128L * 1024 * 1024,
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMinutes(5));

    public EdgeSettings {
        if (inFlightMessagesMax < 1 || inFlightBytesMax < limits.contentBytesMax()) {
            throw new IllegalArgumentException("in flight: at least 1 message and one largest content, were "
                    + inFlightMessagesMax + " and " + inFlightBytesMax + " bytes");
        }
    }
}
