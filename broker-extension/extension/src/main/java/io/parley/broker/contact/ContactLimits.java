package io.parley.broker.contact;

import java.time.Duration;

/**
 * Bounds of contact requests.
 *
 * @param requestsPerDayMax most requests of a user in a day of UTC, also of those that were refused
 * @param lifetimeDefault after which a request lapses if it does not say itself
 */
public record ContactLimits(
        int requestsPerDayMax, Duration lifetimeMin, Duration lifetimeDefault, Duration lifetimeMax) {
    public static final ContactLimits DEFAULT =
            new ContactLimits(100, Duration.ofSeconds(1), Duration.ofDays(30), Duration.ofDays(366));

    public ContactLimits {
        if (requestsPerDayMax < 1
                || lifetimeMin.compareTo(Duration.ofSeconds(1)) < 0
                || lifetimeDefault.compareTo(lifetimeMin) < 0
                || lifetimeMax.compareTo(lifetimeDefault) < 0) {
            throw new IllegalArgumentException("at least 1 request a day, was " + requestsPerDayMax
                    + "; lifetimes from 1 s on must rise, were " + lifetimeMin + ", " + lifetimeDefault + ", "
                    + lifetimeMax);
        }
    }
}
