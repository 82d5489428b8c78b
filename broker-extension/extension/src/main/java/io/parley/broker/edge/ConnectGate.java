package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;

/**
 * First to see a CONNECT, before anybody is authenticated: takes out what HiveMQ must not keep. No session, since what
 * waits for an endpoint waits in the log; no will, since HiveMQ would publish it past every interceptor.
 */
final class ConnectGate implements ConnectInboundInterceptor {
    private final Handshakes handshakes;

    ConnectGate(Handshakes handshakes) {
        this.handshakes = handshakes;
    }

    @Override
    public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
        Handshake handshake = handshakes.of(input.getConnectionInformation());
        ModifiableConnectPacket connect = output.getConnectPacket();
        connect.setCleanStart(true);
        connect.setSessionExpiryInterval(0);
        input.getConnectPacket().getWillPublish().ifPresent(will -> {
            handshake.keepWill(will);
            connect.setWillPublish(null);
        });
    }
}
