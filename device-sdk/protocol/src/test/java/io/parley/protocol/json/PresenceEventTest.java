package io.parley.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PresenceEventTest {
    private static final UserName BOB = new UserName("bob");

    @Test
    void should_read_back_what_it_wrote() throws BadBodyException {
        PresenceEvent online = new PresenceEvent(BOB, true, 1_700_000_000_000L);
        assertThat(new String(Bodies.write(online), StandardCharsets.UTF_8))
                .isEqualTo("{\"user\":\"bob\",\"online\":true,\"lastSeen\":1700000000000}");
        assertThat(Bodies.readPresenceEvent(Bodies.write(online))).isEqualTo(online);
        PresenceEvent never = new PresenceEvent(BOB, false, 0);
        assertThat(new String(Bodies.write(never), StandardCharsets.UTF_8))
                .isEqualTo("{\"user\":\"bob\",\"online\":false}");
        assertThat(Bodies.readPresenceEvent(Bodies.write(never))).isEqualTo(never);
    }

    @Test
    void should_refuse_what_names_no_user() {
        for (String bad : new String[] {"{}", "{\"user\":\"Bob!\"}", "{\"user\":\"bob\",\"online\":1}", "["}) {
            assertThatThrownBy(() -> Bodies.readPresenceEvent(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOf(BadBodyException.class);
        }
    }
}
