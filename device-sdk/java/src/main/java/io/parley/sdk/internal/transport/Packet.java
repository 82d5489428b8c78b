package io.parley.sdk.internal.transport;

import io.parley.protocol.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A PUBLISH to the server, QoS 1.
 *
 * @param after value of the user property of that name
 * @param expirySeconds Message Expiry Interval, -1: none
 * @param token comes back with the PUBACK; 0: the PUBACK does not matter
 */
public record Packet(
        String topic,
        byte[] payload,
        @Nullable MessageId correlation,
        @Nullable String responseTopic,
        @Nullable String contentType,
        @Nullable MessageId after,
        long expirySeconds,
        long token) {}
