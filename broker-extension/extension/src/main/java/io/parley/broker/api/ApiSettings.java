package io.parley.broker.api;

import java.time.Duration;

/**
 * Bounds of the calls.
 *
 * @param underWayMax calls one connection, or one user over HTTP, may have under way
 * @param patience how long a call may take before its caller is told {@code unknown}
 */
public record ApiSettings(int underWayMax, Duration patience) {
    public static final ApiSettings DEFAULT = new ApiSettings(16, Duration.ofSeconds(10));

    public ApiSettings {
        if (underWayMax < 1 || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "at least 1 call and some patience, were " + underWayMax + " and " + patience);
        }
    }
}
