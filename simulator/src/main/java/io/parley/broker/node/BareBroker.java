package io.parley.broker.node;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the benchmark compares with: the broker node as it is, with the same configuration and tuning, but without the
 * extension, so everybody may come in. Lies in the broker node's package to be built by the very same hands; runs on the
 * broker node's class path.
 *
 * <p>Arguments: data folder, MQTT port, WebSocket port. Says {@code READY} and stops with SIGTERM.
 */
public final class BareBroker {
    private BareBroker() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        NodeSettings settings = new NodeSettings(
                data,
                Files.createDirectories(data.resolve("extensions")),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                NodeSettings.HTTP_PORT_DEFAULT,
                NodeSettings.BIND_DEFAULT,
                false);
        System.setProperty(
                "parley.log.dir", Files.createDirectories(settings.logDir()).toString());
        System.setProperty("logback.configurationFile", "io/parley/broker/node/logback.xml");
        HiveMqConfig.write(settings);
        EmbeddedHiveMQ broker = BrokerNode.build(settings);
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(false);
        broker.start().get();
        System.out.println("READY");
    }
}
