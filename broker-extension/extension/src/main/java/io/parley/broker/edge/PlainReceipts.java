package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.interceptor.puback.PubackInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackInboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.broker.delivery.Endpoints;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Headers;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the PUBACK of a plain endpoint for its receipt. HiveMQ gives a packet its id just before the outbound
 * interceptor, and shows there the user properties also where MQTT 3 has no room for them on the wire.
 *
 * <p>Any PUBACK counts, one with an error code too: the client has seen the message and will not want it again.
 */
final class PlainReceipts implements PublishOutboundInterceptor, PubackInboundInterceptor {
    /** Packet ids are 16 bits and HiveMQ's window is far smaller; past this something is wrong, and we start over. */
    private static final int PENDING_MAX = 4_096;

    private final UserName self;
    private final Inbox inbox;
    private final Map<Integer, Delivered> pending = new HashMap<>();

    PlainReceipts(UserName self, Inbox inbox) {
        this.self = self;
        this.inbox = inbox;
    }

    private record Delivered(ConversationId conversation, long seq) {}

    @Override
    public synchronized void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {
        PublishPacket packet = input.getPublishPacket();
        if (packet.getQos() == Qos.AT_MOST_ONCE) {
            return;
        }
        Delivered delivered = read(packet);
        if (delivered != null) {
            if (pending.size() >= PENDING_MAX) {
                pending.clear();
            }
            pending.put(packet.getPacketId(), delivered);
        }
    }

    /** Null for what is no message: acks, events, replies. */
    private @Nullable Delivered read(PublishPacket packet) {
        String topic = packet.getTopic();
        int rest = "inbox/".length() + self.value().length() + 1;
        if (topic.length() <= rest) {
            return null;
        }
        ConversationId conversation =
                ConversationId.parse(topic.substring(rest), self).orElse(null);
        List<UserProperty> properties = packet.getUserProperties().asList();
        for (int i = 0; conversation != null && i < properties.size(); i++) {
            if (properties.get(i).getName().equals(Headers.SEQ)) {
                return new Delivered(
                        conversation, Long.parseLong(properties.get(i).getValue()));
            }
        }
        return null;
    }

    @Override
    public void onInboundPuback(PubackInboundInput input, PubackInboundOutput output) {
        Delivered delivered;
        synchronized (this) {
            delivered = pending.remove(input.getPubackPacket().getPacketIdentifier());
        }
        Endpoints.Session session = inbox.session();
        if (delivered != null && session != null) {
            session.acknowledged(delivered.conversation(), delivered.seq());
        }
    }
}
