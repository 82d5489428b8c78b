package io.parley.broker.node;

import java.nio.file.Path;

/**
 * What a broker must be told. Everything else about MQTT is the same for each broker and is drawn in {@link HiveMqConfig}.
 *
 * @param dataDir HiveMQ's own folder: configuration, logs, temporary files; never messages
 * @param extensionsDir the folder that holds the extension's folder
 * @param mqttPort where MQTT over TCP is served
 * @param wsPort where MQTT over WebSocket is served, at {@value HiveMqConfig#WEBSOCKET_PATH}
 * @param httpPort where the extension serves health and metrics; the broker only asks there
 * @param bind a numeric address for the two listeners
 * @param exitWithStdin whether the broker stops when its standard input ends, as it does when its parent dies
 */
record NodeSettings(
        Path dataDir, Path extensionsDir, int mqttPort, int wsPort, int httpPort, String bind, boolean exitWithStdin) {
    static final String BIND_DEFAULT = "127.0.0.1";
    static final int MQTT_PORT_DEFAULT = 1883;
    static final int WS_PORT_DEFAULT = 8000;
    static final int HTTP_PORT_DEFAULT = 9399;

    NodeSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        extensionsDir = extensionsDir.toAbsolutePath().normalize();
    }

    Path configDir() {
        return dataDir.resolve("conf");
    }

    Path logDir() {
        return dataDir.resolve("logs");
    }
}
