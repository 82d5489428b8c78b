package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.internal.store.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fear: a packet of many loses, mixes up or waits for what would have gone well one by one. */
class SendingTogetherTest {
    private static final ConversationId CAROL = ConversationId.chat(Rig.ALICE, new UserName("carol"));

    private final Rig rig = new Rig();

    private static Input send(int number, ConversationId to, Content content) {
        return new Input.Send(new Outgoing(Rig.id(number), to, null, content, 1, 0, false));
    }

    private static Input send(int number, ConversationId to) {
        return send(number, to, Content.ofText("m" + number));
    }

    private Input[] sends(int from, int to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(it -> new Input.Send(rig.message((int) it, 0)))
                .toArray(Input[]::new);
    }

    /** The packets since the last call, each as the numbers of its messages. */
    private List<List<Long>> packets() {
        List<List<Long>> packets = new ArrayList<>();
        for (Output output : rig.outputs) {
            if (output instanceof Output.PublishMessage it) {
                packets.add(List.of(it.message().id().low()));
            } else if (output instanceof Output.PublishBatch it) {
                packets.add(it.messages().stream()
                        .map(each -> each.message().id().low())
                        .toList());
            }
        }
        return packets;
    }

    private List<List<Long>> freshPackets() {
        List<List<Long>> packets = packets();
        rig.outputs.clear();
        return packets;
    }

    private Input answered(@Nullable Reason refusal) {
        return new Input.Answered(rig.last(Output.PublishBatch.class).token(), refusal);
    }

    private static Input acks(int from, int to) {
        return new Input.Acks(LongStream.rangeClosed(from, to)
                .mapToObj(it -> Ack.accepted(Rig.id((int) it), it, 1))
                .toList());
    }

    private MessageStatus status(int number) {
        return rig.store.status(Rig.id(number)).orElseThrow();
    }

    private void reconnect() {
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .pass(1_000);
        rig.outputs.clear();
        rig.online();
    }

    @Test
    void should_pack_what_is_ready_at_once_by_conversation_in_order() {
        rig.online();
        rig.outputs.clear();
        rig.tell(send(1, Rig.BOB), send(2, CAROL), send(3, Rig.BOB), send(4, CAROL), send(5, Rig.BOB));
        assertThat(packets()).containsExactly(List.of(1L, 3L, 5L), List.of(2L, 4L));
        assertThat(rig.all(Output.PublishBatch.class))
                .extracting(Output.PublishBatch::after)
                .containsOnlyNulls();
    }

    @Test
    void should_not_wait_for_company() {
        rig.online().send(1).send(2);
        assertThat(freshPackets()).containsExactly(List.of(1L), List.of(2L));
        rig.tell(sends(3, 5));
        assertThat(rig.last(Output.PublishBatch.class).after()).isEqualTo(Rig.id(2));
    }

    @Test
    void should_fill_the_room_that_acks_make_with_one_packet() {
        rig.online().tell(sends(1, 200));
        assertThat(freshPackets()).extracting(List::size).containsExactly(SessionLimits.DEFAULT.windowMessagesMax());
        rig.tell(acks(1, 10));
        assertThat(freshPackets()).extracting(List::size).containsExactly(10);
    }

    @Test
    void should_pack_what_is_open_again_on_the_next_connection() {
        rig.online().send(1).send(2).send(3);
        reconnect();
        assertThat(packets()).containsExactly(List.of(1L, 2L, 3L));
        rig.tell(answered(null), acks(1, 3));
        assertThat(rig.session.waiting()).isEmpty();
    }

    @Test
    void should_keep_to_the_bounds_of_a_packet() {
        Content third = Content.wrap(new byte[Limits.DEFAULT.batchBytesMax() / 3]);
        Content whole = Content.wrap(new byte[Limits.DEFAULT.batchBytesMax()]);
        rig.online();
        rig.outputs.clear();
        rig.tell(
                send(1, Rig.BOB, third),
                send(2, Rig.BOB, third),
                send(3, Rig.BOB, third),
                send(4, Rig.BOB, third),
                send(5, Rig.BOB, whole),
                send(6, Rig.BOB, third));
        assertThat(packets()).containsExactly(List.of(1L, 2L, 3L), List.of(4L), List.of(5L), List.of(6L));

        List<Output> out = new ArrayList<>();
        Batching batching = new Batching(SessionLimits.DEFAULT, () -> 1, out::add);
        for (int i = 1; i <= Limits.DEFAULT.batchMessagesMax() + 2; i++) {
            batching.add(new Output.PublishMessage(rig.message(i, 0), Rig.id(i - 1), -1), false);
        }
        batching.close();
        assertThat(out)
                .extracting(it -> ((Output.PublishBatch) it).messages().size())
                .containsExactly(Limits.DEFAULT.batchMessagesMax(), 2);
    }

    @Test
    void should_ask_alone_for_what_has_no_life_left() {
        long soon = rig.now + 5_000;
        rig.online()
                .tell(
                        new Input.Send(rig.message(1, 0)),
                        new Input.Send(rig.message(2, soon)),
                        new Input.Send(rig.message(3, 0)),
                        new Input.Send(rig.message(4, 0)));
        assertThat(freshPackets()).containsExactly(List.of(1L, 2L, 3L, 4L));
        rig.pass(6_000);
        reconnect();
        assertThat(packets()).containsExactly(List.of(1L), List.of(2L), List.of(3L, 4L));
        assertThat(rig.last(Output.PublishBatch.class).after()).isEqualTo(Rig.id(2));
    }

    @Test
    void should_send_one_by_one_what_was_refused_together() {
        rig.online().tell(sends(1, 3));
        Input refusal = answered(Reason.TOO_LARGE);
        rig.outputs.clear();
        rig.tell(refusal);
        assertThat(packets()).containsExactly(List.of(1L), List.of(2L), List.of(3L));
        assertThat(rig.all(Output.Warning.class)).hasSize(1);
        rig.tell(acks(1, 2), new Input.Acks(List.of(Ack.rejected(Rig.id(3), Reason.TOO_LARGE, 0))));
        assertThat(status(2).stage()).isEqualTo(Stage.ACCEPTED);
        assertThat(status(3)).isEqualTo(MessageStatus.failed("too-large", false));
    }

    @Test
    void should_send_a_packet_again_that_was_refused_for_now() {
        rig.online().tell(sends(1, 3));
        rig.tell(answered(Reason.BUSY));
        rig.outputs.clear();
        rig.pass(1_000);
        assertThat(packets()).containsExactly(List.of(1L, 2L, 3L));
    }

    @Test
    void should_not_tell_failed_what_an_earlier_try_may_have_brought() {
        rig.online().send(1);
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"), sends(2, 3)[0])
                .pass(1_000);
        rig.outputs.clear();
        rig.online();
        assertThat(packets()).containsExactly(List.of(1L, 2L));
        rig.tell(answered(Reason.MALFORMED));
        assertThat(status(1).stage()).isNotEqualTo(Stage.FAILED);
        assertThat(packets()).containsExactly(List.of(1L, 2L), List.of(1L), List.of(2L));
        rig.tell(new Input.Acks(List.of(Ack.duplicate(Rig.id(1), 1, 1))));
        assertThat(status(1)).isEqualTo(MessageStatus.at(Stage.ACCEPTED, 1));
    }

    @Test
    void should_not_believe_the_answer_to_a_packet_of_a_former_connection() {
        rig.online().tell(sends(1, 3));
        Input late = answered(Reason.MALFORMED);
        reconnect();
        rig.tell(late);
        assertThat(rig.session.waiting()).containsExactly(Rig.id(1), Rig.id(2), Rig.id(3));
        rig.tell(acks(1, 3));
        assertThat(status(3).stage()).isEqualTo(Stage.ACCEPTED);
    }

    @Test
    void should_retry_from_the_one_that_was_refused_alone() {
        rig.online().tell(sends(1, 4));
        rig.outputs.clear();
        rig.tell(new Input.Acks(List.of(
                        Ack.accepted(Rig.id(1), 1, 1),
                        Ack.rejected(Rig.id(2), Reason.BUSY, 500),
                        Ack.rejected(Rig.id(3), Reason.OUT_OF_ORDER, 0),
                        Ack.rejected(Rig.id(4), Reason.OUT_OF_ORDER, 0))))
                .pass(400);
        assertThat(packets()).isEmpty();
        rig.pass(200);
        assertThat(packets()).containsExactly(List.of(2L, 3L, 4L));
        MessageId after = rig.last(Output.PublishBatch.class).after();
        assertThat(after).isNull();
    }
}
