package io.parley.sdk.internal.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PUBLISH from the server. Of a user property that comes twice the first one counts. */
public record Delivery(
        String topic,
        byte[] payload,
        byte @Nullable [] correlation,
        @Nullable String contentType,
        Map<String, String> userProperties) {}
