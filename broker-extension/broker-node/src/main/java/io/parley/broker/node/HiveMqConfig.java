package io.parley.broker.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes HiveMQ's {@code config.xml}. Each value that is not HiveMQ's default says why.
 *
 * <p>Shared subscriptions are off because an inbox is addressed to one endpoint; topic aliases, because every publish is
 * answered by its topic and Paho replays them wrongly after a reconnect. Retained messages stay on, so that a client that
 * sets the flag is not disconnected: the extension lets none reach the broker's store.
 */
final class HiveMqConfig {
    static final String WEBSOCKET_PATH = "/mqtt";

    /**
     * Four times the largest content: a message that is only too large is refused politely by the extension, with a
     * reason; beyond this HiveMQ disconnects with 0x95.
     */
    static final int PACKET_BYTES_MAX = 1024 * 1024;
    /** Publishes a client may have without PUBACK, the same number that the extension takes in flight per connection. */
    static final int RECEIVE_MAXIMUM = 128;
    /** HiveMQ's queue for one online client. The extension's window to an endpoint is smaller; acks come on top. */
    static final int QUEUED_MESSAGES_MAX = 1_000;
    /** Bounded, so that a connection that died without a word is noticed; a client may ask for less. */
    static final int KEEP_ALIVE_SECONDS_MAX = 600;

    static final int CLIENT_ID_CHARACTERS_MAX = 128;
    static final int TOPIC_CHARACTERS_MAX = 1_024;
    static final int CONNECTIONS_MAX = 16_384;
    static final int CONNECT_TIMEOUT_MS = 5_000;

    private static final String TEMPLATE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- Written at every start: changes here are lost. -->
            <hivemq>
              <listeners>
                <tcp-listener>
                  <port>%1$d</port>
                  <bind-address>%3$s</bind-address>
                </tcp-listener>
                <websocket-listener>
                  <port>%2$d</port>
                  <bind-address>%3$s</bind-address>
                  <path>%4$s</path>
                  <subprotocols><subprotocol>mqtt</subprotocol></subprotocols>
                </websocket-listener>
              </listeners>
              <mqtt>
                <queued-messages>
                  <max-queue-size>%5$d</max-queue-size>
                  <strategy>discard</strategy>
                </queued-messages>
                <topic-alias><enabled>false</enabled></topic-alias>
                <session-expiry><max-interval>0</max-interval></session-expiry>
                <shared-subscriptions><enabled>false</enabled></shared-subscriptions>
                <keep-alive>
                  <max-keep-alive>%6$d</max-keep-alive>
                  <allow-unlimited>false</allow-unlimited>
                </keep-alive>
                <packets><max-packet-size>%7$d</max-packet-size></packets>
                <receive-maximum><server-receive-maximum>%8$d</server-receive-maximum></receive-maximum>
              </mqtt>
              <restrictions>
                <max-connections>%9$d</max-connections>
                <max-client-id-length>%10$d</max-client-id-length>
                <max-topic-length>%11$d</max-topic-length>
                <no-connect-idle-timeout>%12$d</no-connect-idle-timeout>
              </restrictions>
              <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
              <persistence><mode>in-memory</mode></persistence>
            </hivemq>
            """;

    private HiveMqConfig() {}

    static void write(NodeSettings settings) throws IOException {
        Path folder = Files.createDirectories(settings.configDir());
        Files.writeString(folder.resolve("config.xml"), xml(settings));
    }

    static String xml(NodeSettings settings) {
        return String.format(
                Locale.ROOT,
                TEMPLATE,
                settings.mqttPort(),
                settings.wsPort(),
                settings.bind(),
                WEBSOCKET_PATH,
                QUEUED_MESSAGES_MAX,
                KEEP_ALIVE_SECONDS_MAX,
                PACKET_BYTES_MAX,
                RECEIVE_MAXIMUM,
                CONNECTIONS_MAX,
                CLIENT_ID_CHARACTERS_MAX,
                TOPIC_CHARACTERS_MAX,
                CONNECT_TIMEOUT_MS);
    }
}
