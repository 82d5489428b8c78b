package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.Publish;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Wire} over HiveMQ's services. {@code publishToClient} looks the subscription up, queues, and returns. */
final class HiveMqWire implements Wire {
    private final PublishService publishes;
    private final ClientService clients;
    private final EdgeObserver observer;

    HiveMqWire(PublishService publishes, ClientService clients, EdgeObserver observer) {
        this.publishes = publishes;
        this.clients = clients;
        this.observer = observer;
    }

    @Override
    public void send(String clientId, Outgoing packet, @Nullable Consumer<Sent> done) {
        publishes.publishToClient(publish(packet), clientId).whenComplete((result, failure) -> {
            Sent sent = failure != null
                    ? Sent.FAILED
                    : result == PublishToClientResult.SUCCESSFUL ? Sent.QUEUED : Sent.NOT_SUBSCRIBED;
            if (sent != Sent.QUEUED) {
                observer.sendFailed(
                        sent == Sent.FAILED ? EdgeObserver.SendFault.FAILED : EdgeObserver.SendFault.NOT_SUBSCRIBED);
            }
            if (done != null) {
                done.accept(sent);
            }
        });
    }

    private static Publish publish(Outgoing packet) {
        PublishBuilder builder = Builders.publish()
                .topic(packet.topic())
                .qos(packet.qos() == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE)
                .payload(packet.payload());
        byte[] correlation = packet.correlation();
        if (correlation != null) {
            builder.correlationData(ByteBuffer.wrap(correlation));
        }
        if (!packet.contentType().isEmpty()) {
            builder.contentType(packet.contentType());
        }
        if (packet.expirySeconds() > 0) {
            builder.messageExpiryInterval(packet.expirySeconds());
        }
        List<String> properties = packet.properties();
        for (int i = 0; i < properties.size(); i += 2) {
            builder.userProperty(properties.get(i), properties.get(i + 1));
        }
        return builder.build();
    }

    @Override
    public void takeOver(String clientId) {
        clients.disconnectClient(
                clientId, true, DisconnectReasonCode.SESSION_TAKEN_OVER, "another connection of this client id");
    }

    @Override
    public void signOut(String clientId, String reason) {
        clients.disconnectClient(clientId, true, DisconnectReasonCode.ADMINISTRATIVE_ACTION, reason);
    }

    @Override
    public void sendAway(String clientId) {
        clients.disconnectClient(
                clientId,
                false,
                DisconnectReasonCode.SERVER_SHUTTING_DOWN,
                "this node is no longer part of the cluster");
    }
}
