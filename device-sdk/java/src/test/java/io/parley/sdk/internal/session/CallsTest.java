package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.MessageId;
import io.parley.sdk.CallFailedException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fear: a call is done twice, or whoever waits for its answer waits for ever. */
class CallsTest {
    private static final long TIMEOUT = 30_000;

    private final Rig rig = new Rig();

    private static Input call(int number) {
        return new Input.Call(Rig.id(number), "group/create", "{\"n\":" + number + "}", TIMEOUT);
    }

    private static Input refused(int number, String code) {
        return new Input.CallRefused(Rig.id(number), code, "because");
    }

    private List<Long> published() {
        return rig.fresh(Output.PublishCall.class).stream()
                .map(it -> it.request().low())
                .toList();
    }

    private void cut() {
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .pass(1_000);
    }

    @Test
    void should_answer_each_once() {
        rig.online().tell(call(1), call(2));
        assertThat(published()).containsExactly(1L, 2L);
        Input answer = new Input.CallAnswered(Rig.id(2), "{}");
        rig.tell(answer, answer, refused(2, "busy")).pass(1_000);
        assertThat(rig.all(Output.CallDone.class)).containsExactly(new Output.CallDone(Rig.id(2), "{}"));
        assertThat(rig.all(Output.CallFailed.class)).isEmpty();
    }

    @Test
    void should_ask_again_with_the_same_id_over_the_next_connection() {
        rig.online().tell(call(1));
        published();
        cut();
        assertThat(published()).isEmpty();
        rig.online();
        assertThat(rig.all(Output.PublishCall.class))
                .containsExactly(new Output.PublishCall(Rig.id(1), "group/create", "{\"n\":1}"));
    }

    @Test
    void should_make_what_was_asked_without_a_connection() {
        rig.tell(call(1));
        assertThat(published()).isEmpty();
        rig.online();
        assertThat(published()).containsExactly(1L);
    }

    @Test
    void should_ask_again_what_got_no_answer_or_was_refused_for_now() {
        rig.online().tell(call(1));
        published();
        rig.pass(13_000);
        assertThat(published()).containsExactly(1L);
        rig.tell(refused(1, "busy"));
        assertThat(rig.all(Output.CallFailed.class)).isEmpty();
        rig.pass(1_000);
        assertThat(published()).containsExactly(1L);
    }

    @Test
    void should_fail_at_once_when_refused_for_good() {
        rig.online().tell(call(1), refused(1, "not-allowed"), call(2), refused(2, "reason-of-a-newer-server"));
        assertThat(rig.all(Output.CallFailed.class))
                .containsExactly(
                        new Output.CallFailed(Rig.id(1), "not-allowed", "because"),
                        new Output.CallFailed(Rig.id(2), "reason-of-a-newer-server", "because"));
    }

    @Test
    void should_fail_when_its_time_is_up_and_say_what_is_known() {
        rig.tell(call(1)).pass(TIMEOUT);
        Output.CallFailed failed = rig.last(Output.CallFailed.class);
        assertThat(failed.code()).isEqualTo(CallFailedException.TIMEOUT);
        assertThat(failed.detail()).contains("30000 ms").contains("no connection");
        rig.pass(1_000).online().tell(call(2));
        long until = rig.now + TIMEOUT;
        while (rig.now < until) {
            rig.tell(refused(2, "busy")).pass(1_000);
        }
        assertThat(rig.last(Output.CallFailed.class)).isEqualTo(new Output.CallFailed(Rig.id(2), "busy", "because"));
        assertThat(rig.session.dueAt(rig.time())).isGreaterThan(rig.now);
    }

    @Test
    void should_keep_to_the_window_and_go_on_as_answers_come() {
        rig.online();
        rig.tell(IntStream.rangeClosed(1, Calls.IN_FLIGHT_MAX + 3)
                .mapToObj(CallsTest::call)
                .toArray(Input[]::new));
        assertThat(published()).hasSize(Calls.IN_FLIGHT_MAX);
        rig.tell(new Input.CallAnswered(new MessageId(1, 5), "{}"), refused(6, "not-found"));
        assertThat(published()).containsExactly(Calls.IN_FLIGHT_MAX + 1L, Calls.IN_FLIGHT_MAX + 2L);
    }

    @Test
    void should_fail_all_when_the_server_does_not_want_this_client() {
        rig.tell(call(1), new Input.Disconnected(rig.session.connection(), Input.Cause.REFUSED, "wrong password"));
        rig.tell(call(2));
        assertThat(rig.all(Output.CallFailed.class))
                .extracting(Output.CallFailed::code, Output.CallFailed::detail)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("not-allowed", "wrong password"));
    }

    @Test
    void should_give_up_a_connection_that_brings_no_answer_and_nothing_else() {
        rig.online();
        for (int i = 1; i <= 4; i++) {
            rig.tell(call(i)).pass(20_000);
        }
        assertThat(rig.all(Output.Disconnect.class)).isNotEmpty();
    }
}
