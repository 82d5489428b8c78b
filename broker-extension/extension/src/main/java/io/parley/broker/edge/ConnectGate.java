package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First to see a CONNECT, before anybody is authenticated: takes out what HiveMQ must not keep. No session, since what
 * waits for an endpoint waits in the log; no will, since HiveMQ would publish it past every interceptor.
 */
final class ConnectGate implements ConnectInboundInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectGate.class);

    private final Handshakes handshakes;

    ConnectGate(Handshakes handshakes) {
        this.handshakes = handshakes;
    }

    @Override
    public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
        Handshake handshake = handshakes.of(input.getConnectionInformation());
        ModifiableConnectPacket connect = output.getConnectPacket();
        connect.setCleanStart(true);
        endSessionWithConnection(connect);
        input.getConnectPacket().getWillPublish().ifPresent(will -> {
            handshake.keepWill(will);
            connect.setWillPublish(null);
        });
    }

    /** Where HiveMQ's own maximum is 0, its setter refuses even 0, and HiveMQ cuts every interval down to 0 itself. */
    private static void endSessionWithConnection(ModifiableConnectPacket connect) {
        if (connect.getSessionExpiryInterval() == 0) {
            return;
        }
        try {
            connect.setSessionExpiryInterval(0);
        } catch (IllegalArgumentException maximumIsZero) {
            LOG.trace("HiveMQ allows no session expiry at all");
        }
    }
}
