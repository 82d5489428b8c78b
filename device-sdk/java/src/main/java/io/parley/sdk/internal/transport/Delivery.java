package io.parley.sdk.internal.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PUBLISH from the server. Of a user property that comes twice the first one counts.
 *
 * @param expirySeconds Message Expiry Interval, 0: none
 */
public record Delivery(
        String topic,
        byte[] payload,
        byte @Nullable [] correlation,
        @Nullable String contentType,
        Map<String, String> userProperties,
        long expirySeconds) {
    /** One that does not expire. */
    public Delivery(
            String topic,
            byte[] payload,
            byte @Nullable [] correlation,
            @Nullable String contentType,
            Map<String, String> userProperties) {
        this(topic, payload, correlation, contentType, userProperties, 0);
    }
}
