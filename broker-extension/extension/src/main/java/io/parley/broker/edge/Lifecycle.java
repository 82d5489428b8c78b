package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ClientInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the end of every connection, however it came. One for all clients; safe from any thread. */
final class Lifecycle implements ClientLifecycleEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Handshakes handshakes;
    private final ClientIds clientIds;
    private final Wills wills;
    private final Connections connections;

    Lifecycle(Handshakes handshakes, ClientIds clientIds, Wills wills, Connections connections) {
        this.handshakes = handshakes;
        this.clientIds = clientIds;
        this.wills = wills;
        this.connections = connections;
    }

    @Override
    public void onMqttConnectionStart(ConnectionStartInput input) {}

    @Override
    public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {}

    /** MQTT 5 section 3.14.4: only a plain DISCONNECT (0x00, or any of MQTT 3) takes the will back. */
    @Override
    public void onClientInitiatedDisconnect(ClientInitiatedDisconnectInput input) {
        DisconnectedReasonCode code = input.getReasonCode().orElse(DisconnectedReasonCode.NORMAL_DISCONNECTION);
        ended(input, code != DisconnectedReasonCode.NORMAL_DISCONNECTION);
    }

    /** Every other end: lost, ended by the server, refused at login. */
    @Override
    public void onDisconnect(DisconnectEventInput input) {
        ended(input, true);
    }

    private void ended(DisconnectEventInput input, boolean sendWill) {
        Handshake handshake = handshakes.of(input.getConnectionInformation());
        if (!handshake.end()) {
            return;
        }
        Peer peer = handshake.peer();
        SignedIn signedIn = handshake.signedIn();
        if (peer != null) {
            connections.remove(peer);
            LOG.debug("{} disconnected", peer.signedIn().endpoint());
            if (sendWill) {
                wills.connectionLost(peer.signedIn());
            }
        }
        if (signedIn != null) {
            clientIds.release(
                    signedIn.endpoint().clientId(), signedIn.endpoint().user());
        }
    }
}
