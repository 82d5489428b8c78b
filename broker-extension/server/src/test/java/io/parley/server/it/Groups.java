package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Group calls by hand, over a connection of their own, so that waiting for an answer drops nothing else. */
final class Groups implements AutoCloseable {
    private final Peer peer;

    private Groups(Peer peer) {
        this.peer = peer;
    }

    static Groups of(String user, int port) {
        return new Groups(Peer.connect(user, user + "-admin", port).listen());
    }

    /** The answer, be it a refusal. */
    String call(String name, String body) {
        return call(name, body, UUID.randomUUID());
    }

    String call(String name, String body, UUID id) {
        peer.publish(
                "api/" + name,
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                publish -> publish.correlationData(Peer.bytes(id)));
        while (true) {
            Mqtt5Publish reply = peer.next("/reply");
            byte[] correlation = new byte[16];
            reply.getCorrelationData().orElseThrow().get(correlation);
            if (Arrays.equals(correlation, Peer.bytes(id))) {
                return Peer.text(reply);
            }
        }
    }

    /** A call that must be accepted. */
    void ok(String name, String body) {
        assertThat(call(name, body)).as("%s %s", name, body).contains("\"status\":\"accepted\"");
    }

    /** Only contacts may put somebody into a group, unless they say otherwise. */
    static void letBeAdded(String user, int port) {
        try (Groups self = of(user, port)) {
            assertThat(self.call("profile/set", "{'addable':'everyone'}")).isEqualTo("{}");
        }
    }

    static String names(List<String> users) {
        return users.stream().map(user -> "'" + user + "'").collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public void close() {
        peer.close();
    }
}
