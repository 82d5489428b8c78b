package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
    private final UserName alice = new UserName("alice");
    private final Destinations destinations = new Destinations(alice);
    private final List<Refusal> refusals = new ArrayList<>();

    @Test
    void should_read_a_topic_once() {
        Destinations.Destination first = destinations.of("chat/bob", refusals::add);
        assertThat(first.conversation()).isEqualTo(ConversationId.chat(alice, new UserName("bob")));
        assertThat(destinations.of("chat/bob", refusals::add)).isSameAs(first);
        assertThat(refusals).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chat",
                "chat/",
                "chat/Bob",
                "chat/b+b",
                "chat/#",
                "chat/$SYS",
                "chat/b\u0000b",
                "chat/bob/more",
                "inbox/bob/chat/alice",
                "$SYS/broker",
                "receipt/",
                "api/",
                "api/Sync"
            })
    void should_refuse_what_is_outside_the_grammar(String topic) {
        assertThat(destinations.of(topic, refusals::add)).isNull();
        assertThat(refusals).hasSize(1);
    }

    @Test
    void should_refuse_a_name_of_300_characters() {
        assertThat(destinations.of("chat/" + "b".repeat(300), refusals::add)).isNull();
        assertThat(refusals).hasSize(1);
    }

    @Test
    void should_not_grow_with_the_number_of_peers() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(destinations.of("chat/user" + i, refusals::add)).isNotNull();
        }
        assertThat(refusals).isEmpty();
    }
}
