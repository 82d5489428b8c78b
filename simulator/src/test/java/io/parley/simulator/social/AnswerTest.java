package io.parley.simulator.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void should_read_what_a_call_answers() {
        Answer answer = Answer.parse("{\"messages\":[{\"seq\":7,\"amended\":{\"edited\":true,\"reactions\":"
                + "{\"+1\":[\"alice\",\"bob\"]}}},{\"seq\":8}],\"last\":8,\"gone\":null}");
        assertThat(answer.number("last")).isEqualTo(8);
        assertThat(answer.text("gone")).isEmpty();
        assertThat(answer.objects("messages"))
                .extracting(it -> it.number("seq"))
                .containsExactly(7L, 8L);
        Answer amended = answer.objects("messages").get(0).object("amended").orElseThrow();
        assertThat(amended.flag("edited")).isTrue();
        assertThat(amended.flag("recalled")).isFalse();
        assertThat(amended.object("reactions").orElseThrow().names()).containsExactly("+1");
        assertThat(amended.object("reactions").orElseThrow().texts("+1")).containsExactly("alice", "bob");
    }

    @Test
    void should_refuse_what_is_no_object() {
        assertThatThrownBy(() -> Answer.parse("[1]")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Answer.parse("")).isInstanceOf(UncheckedIOException.class);
    }
}
