package io.parley.simulator.bench;

import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.protocol.Headers;
import io.parley.protocol.batch.Batches;

/** What a packet from Parley is. */
final class Inbound {
    private Inbound() {}

    /** The seq of a message, 0 of anything else. */
    static long seq(Mqtt5Publish packet) {
        for (Mqtt5UserProperty property : packet.getUserProperties().asList()) {
            if (property.getName().toString().equals(Headers.SEQ)) {
                return Long.parseLong(property.getValue().toString());
            }
        }
        return 0;
    }

    static boolean isBatch(Mqtt5Publish packet) {
        return packet.getContentType().isPresent()
                && packet.getContentType().get().toString().equals(Batches.CONTENT_TYPE);
    }
}
