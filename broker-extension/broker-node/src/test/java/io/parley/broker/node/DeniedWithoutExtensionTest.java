package io.parley.broker.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fear: the extension does not load, and the broker lets everybody in. */
class DeniedWithoutExtensionTest {
    private static final int NOT_AUTHORIZED_MQTT_3 = 5;

    @Test
    void should_refuse_everybody_when_no_extension_runs(@TempDir Path folder) throws Exception {
        int mqttPort = freePort();
        NodeSettings settings = new NodeSettings(folder, folder, mqttPort, freePort(), freePort(), "127.0.0.1", false);
        HiveMqConfig.write(settings);
        EmbeddedHiveMQ broker = BrokerNode.build(settings);
        try {
            broker.start().get();
            assertThat(connectReturnCode(mqttPort)).isEqualTo(NOT_AUTHORIZED_MQTT_3);
            assertThat(ExtensionCheck.isLive(settings)).isFalse();
        } finally {
            broker.close();
        }
    }

    /** The fourth byte of CONNACK, MQTT 3.1.1 section 3.2. */
    private static int connectReturnCode(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("\u0010\u000e\0\u0004MQTT\u0004\u0002\0\u003c\0\u0002id"
                            .getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().readNBytes(4)[3];
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
