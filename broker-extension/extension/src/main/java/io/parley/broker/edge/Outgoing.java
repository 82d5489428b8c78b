package io.parley.broker.edge;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One PUBLISH to one client.
 *
 * @param qos 0 or 1
 * @param contentType empty for none
 * @param expirySeconds Message Expiry Interval, 0 for none
 * @param properties user properties, name and value in turn
 */
record Outgoing(
        String topic,
        int qos,
        byte @Nullable [] correlation,
        String contentType,
        ByteBuffer payload,
        long expirySeconds,
        List<String> properties) {
    static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0).asReadOnlyBuffer();
}
