package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.storage.Presence;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** How many users one connection may watch, and how it is told. What HiveMQ does with it is tested against a broker. */
class PresenceTopicsTest {
    private static final UserName BOB = new UserName("bob");

    private final ScriptedWire wire = new ScriptedWire();
    private final EndpointConnection connection = new EndpointConnection(
            1,
            new EndpointId(new UserName("alice"), "phone"),
            EndpointKind.PLAIN,
            Batching.NONE,
            wire,
            Clock.systemUTC(),
            EdgeObserver.NONE);

    @Test
    void should_watch_no_more_users_than_it_may() {
        PresenceTopics topics = new PresenceTopics(connection, new ScriptedPresences(), 2);
        assertThat(topics.claim(BOB)).isTrue();
        assertThat(topics.claim(new UserName("carol"))).isTrue();
        assertThat(topics.claim(new UserName("dave"))).isFalse();
        assertThat(topics.claim(BOB)).isTrue();
    }

    @Test
    void should_send_presence_on_its_topic_until_the_connection_is_closed() {
        connection.presence(BOB, new Presence(true, 7));
        connection.close();
        connection.presence(BOB, new Presence(false, 8));
        assertThat(wire.sent).hasSize(1);
        Outgoing packet = wire.sent.get(0);
        assertThat(packet.topic()).isEqualTo("presence/bob");
        assertThat(packet.qos()).isEqualTo(1);
        assertThat(StandardCharsets.UTF_8.decode(packet.payload().duplicate()).toString())
                .isEqualTo("{\"user\":\"bob\",\"online\":true,\"lastSeen\":7}");
    }
}
