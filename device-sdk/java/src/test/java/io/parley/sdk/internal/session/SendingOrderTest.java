package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.internal.store.Outgoing;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The fear: a message overtakes the one before it, or is never heard of again. */
class SendingOrderTest {
    private final Rig rig = new Rig();

    private static Input accepted(int number, long seq) {
        return new Input.Acks(List.of(Ack.accepted(Rig.id(number), seq, 1)));
    }

    private static Input rejected(int number, Reason reason, long retryAfter) {
        return new Input.Acks(List.of(Ack.rejected(Rig.id(number), reason, retryAfter)));
    }

    private List<Tuple> published() {
        return rig.freshPublished().stream()
                .map(it -> Tuple.tuple(it.message().id(), it.after()))
                .toList();
    }

    @Test
    void should_name_the_open_predecessor_and_only_that() {
        rig.online().send(1).send(2);
        assertThat(published()).containsExactly(Tuple.tuple(Rig.id(1), null), Tuple.tuple(Rig.id(2), Rig.id(1)));
        rig.tell(accepted(1, 1), accepted(2, 2)).send(3);
        assertThat(published()).containsExactly(Tuple.tuple(Rig.id(3), null));
    }

    @Test
    void should_send_all_again_from_the_first_open_one_after_a_busy_server() {
        rig.online().send(1).send(2).send(3);
        published();
        rig.tell(
                        rejected(1, Reason.BUSY, 500),
                        rejected(2, Reason.OUT_OF_ORDER, 0),
                        rejected(3, Reason.OUT_OF_ORDER, 0))
                .pass(400);
        assertThat(published()).isEmpty();
        rig.pass(200);
        assertThat(published())
                .containsExactly(
                        Tuple.tuple(Rig.id(1), null),
                        Tuple.tuple(Rig.id(2), Rig.id(1)),
                        Tuple.tuple(Rig.id(3), Rig.id(2)));
    }

    @Test
    void should_go_on_without_a_message_that_failed_for_good() {
        rig.online().send(1).send(2).send(3);
        published();
        rig.tell(
                rejected(1, Reason.TOO_LARGE, 0),
                rejected(2, Reason.OUT_OF_ORDER, 0),
                rejected(3, Reason.OUT_OF_ORDER, 0));
        assertThat(published()).containsExactly(Tuple.tuple(Rig.id(2), null), Tuple.tuple(Rig.id(3), Rig.id(2)));
        assertThat(rig.store.status(Rig.id(1))).contains(MessageStatus.failed("too-large", false));
    }

    @Test
    void should_send_what_is_open_again_in_order_on_the_next_connection() {
        rig.online().send(1).send(2);
        published();
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .pass(1_000);
        rig.online();
        assertThat(published()).containsExactly(Tuple.tuple(Rig.id(1), null), Tuple.tuple(Rig.id(2), Rig.id(1)));
    }

    @Test
    void should_repeat_the_same_id_when_no_answer_comes_and_at_last_change_the_connection() {
        rig.online().send(1).pass(13_000);
        assertThat(published())
                .hasSizeGreaterThan(1)
                .allMatch(it -> it.toList().get(0).equals(Rig.id(1)));
        rig.pass(60_000);
        assertThat(rig.all(Output.Disconnect.class)).isNotEmpty();
    }

    @Test
    void should_keep_to_the_window() {
        rig.online();
        for (int i = 1; i <= 100; i++) {
            rig.send(i);
        }
        assertThat(published()).hasSize(SessionLimits.DEFAULT.windowMessagesMax());
        rig.tell(accepted(1, 1));
        assertThat(published()).hasSize(1);
    }

    @Test
    void should_refuse_more_than_the_outbox_holds() {
        byte[] large = new byte[1024 * 1024];
        for (int i = 0; i < 65; i++) {
            rig.tell(new Input.Send(new Outgoing(Rig.id(i), Rig.BOB, null, Content.wrap(large), 1, 0, false)));
        }
        assertThat(rig.all(Output.StatusChanged.class))
                .extracting(Output.StatusChanged::status)
                .containsExactly(MessageStatus.failed("outbox-full", true));
    }

    @Test
    void should_let_expire_what_was_never_offered() {
        rig.tell(new Input.Send(rig.message(1, rig.now + 5_000))).pass(6_000);
        assertThat(rig.store.status(Rig.id(1))).contains(MessageStatus.failed("expired", false));
        rig.online();
        assertThat(published()).isEmpty();
    }

    @Test
    void should_ask_without_new_life_for_what_expired_after_it_was_offered() {
        rig.online().tell(new Input.Send(rig.message(1, rig.now + 5_000)));
        assertThat(rig.last(Output.PublishMessage.class).expirySeconds()).isEqualTo(5);
        rig.pass(13_000);
        assertThat(rig.last(Output.PublishMessage.class).expirySeconds()).isZero();
        assertThat(rig.session.waiting()).containsExactly(Rig.id(1));
    }

    @Test
    void should_tell_received_and_read_by_the_marks_of_the_peer() {
        rig.online().send(1).send(2).tell(accepted(1, 1), accepted(2, 2));
        rig.outputs.clear();
        rig.tell(new Input.Receipted(Rig.BOB, Rig.BOB.peerOf(Rig.ALICE), 2, 1));
        assertThat(rig.all(Output.StatusChanged.class))
                .extracting(it -> it.id().low(), it -> it.status().stage())
                .contains(
                        Tuple.tuple(1L, Stage.RECEIVED), Tuple.tuple(1L, Stage.READ), Tuple.tuple(2L, Stage.RECEIVED));
    }

    @Test
    void should_stay_refused() {
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.REFUSED, "wrong password"))
                .pass(600_000);
        assertThat(rig.all(Output.Connect.class)).hasSize(1);
        assertThat(rig.session.state().isFinal()).isTrue();
    }
}
