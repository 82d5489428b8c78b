package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.parley.broker.delivery.EndpointKind;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final ReplyTo BATCHED = new ReplyTo("inbox/alice/acks", true);
    private static final ReplyTo SINGLE = new ReplyTo("inbox/alice/ack", false);

    private final ScriptedWire wire = new ScriptedWire();
    private final Admission admission = new Admission(EdgeSettings.DEFAULT, Optional::empty);
    private final Answers answers =
            new Answers(3, admission, new AckSender(wire, "phone", EndpointKind.PARLEY), EdgeObserver.NONE);
    private final List<AckReasonCode> pubacks = new ArrayList<>();

    private static MessageId id(long number) {
        return new MessageId(7, number);
    }

    private boolean expect(long number, ReplyTo replyTo) {
        assertThat(admission.tryAdmit(10)).isTrue();
        Puback puback = replyTo == null ? (code, reason) -> pubacks.add(code) : null;
        return answers.expect(new Waiting(id(number), replyTo, puback, 10, number));
    }

    private static byte[] bytes(Outgoing packet) {
        byte[] bytes = new byte[packet.payload().remaining()];
        packet.payload().duplicate().get(bytes);
        return bytes;
    }

    @Test
    void should_send_all_acks_of_one_commit_in_one_packet() throws BadBodyException {
        expect(1, BATCHED);
        expect(2, BATCHED);
        List<Ack> acks = List.of(Ack.accepted(id(1), 41, 5), Ack.accepted(id(2), 42, 5));
        answers.answered(acks, 100);
        assertThat(wire.sent).hasSize(1);
        assertThat(wire.sent.get(0).topic()).isEqualTo("inbox/alice/acks");
        assertThat(Bodies.readAcks(bytes(wire.sent.get(0)))).isEqualTo(acks);
        assertThat(admission.messages()).isZero();
        assertThat(admission.bytes()).isZero();
    }

    @Test
    void should_keep_the_owners_order_across_response_topics() {
        expect(1, SINGLE);
        expect(2, BATCHED);
        expect(3, SINGLE);
        answers.answered(List.of(Ack.accepted(id(1), 1, 5), Ack.accepted(id(2), 2, 5), Ack.accepted(id(3), 3, 5)), 100);
        assertThat(wire.sent)
                .extracting(Outgoing::topic)
                .containsExactly("inbox/alice/ack", "inbox/alice/acks", "inbox/alice/ack");
        assertThat(wire.sent.get(0).properties()).containsExactly("status", "accepted", "seq", "1", "at", "5");
        assertThat(wire.sent.get(0).correlation()).isEqualTo(id(1).toBytes());
    }

    @Test
    void should_answer_each_of_two_with_the_same_id_once() {
        expect(1, SINGLE);
        expect(1, null);
        answers.answered(List.of(Ack.accepted(id(1), 1, 5)), 100);
        assertThat(wire.sent).hasSize(1);
        assertThat(pubacks).isEmpty();
        answers.answered(List.of(Ack.duplicate(id(1), 1, 5)), 100);
        assertThat(pubacks).containsExactly(AckReasonCode.SUCCESS);
        answers.answered(List.of(Ack.duplicate(id(1), 1, 5)), 100);
        assertThat(wire.sent).hasSize(1);
        assertThat(answers.inFlight()).isZero();
    }

    @Test
    void should_answer_with_the_puback_where_there_is_no_response_topic() {
        expect(1, null);
        expect(2, null);
        answers.answered(List.of(Ack.accepted(id(1), 1, 5), Ack.rejected(id(2), Reason.UNKNOWN_USER, 0)), 100);
        assertThat(pubacks).containsExactly(AckReasonCode.SUCCESS, AckReasonCode.TOPIC_NAME_INVALID);
    }

    @Test
    void should_withhold_the_puback_while_the_window_is_full() {
        assertThat(expect(1, BATCHED)).isFalse();
        assertThat(expect(2, BATCHED)).isFalse();
        assertThat(expect(3, BATCHED)).isTrue();
        answers.shut((code, reason) -> pubacks.add(code));
        assertThat(pubacks).isEmpty();
        answers.answered(List.of(Ack.accepted(id(2), 1, 5)), 100);
        assertThat(pubacks).containsExactly(AckReasonCode.SUCCESS);
    }

    @Test
    void should_say_unknown_when_no_answer_comes() {
        expect(10, SINGLE);
        expect(11, null);
        expect(20, SINGLE);
        answers.overdue(15);
        assertThat(wire.sent).hasSize(1);
        assertThat(wire.sent.get(0).properties()).containsExactly("status", "rejected", "reason", "unknown");
        assertThat(pubacks).containsExactly(AckReasonCode.UNSPECIFIED_ERROR);
        assertThat(answers.inFlight()).isEqualTo(1);
        answers.answered(List.of(Ack.accepted(id(10), 1, 5)), 100);
        assertThat(wire.sent).as("the late answer is not told").hasSize(1);
    }

    @Test
    void should_release_everything_with_the_connection() {
        expect(1, SINGLE);
        expect(1, null);
        expect(2, BATCHED);
        answers.shut((code, reason) -> pubacks.add(code));
        answers.close();
        assertThat(admission.messages()).isZero();
        assertThat(admission.bytes()).isZero();
        assertThat(pubacks).hasSize(2).containsOnly(AckReasonCode.UNSPECIFIED_ERROR);
        answers.answered(List.of(Ack.accepted(id(1), 1, 5)), 100);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void should_release_what_comes_after_the_end() {
        answers.close();
        expect(1, SINGLE);
        assertThat(admission.messages()).isZero();
    }

    @Test
    void should_split_large_batches() {
        Answers wide =
                new Answers(2_000, admission, new AckSender(wire, "phone", EndpointKind.PARLEY), EdgeObserver.NONE);
        List<Ack> acks = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            admission.tryAdmit(1);
            wide.expect(new Waiting(id(i), BATCHED, null, 1, i));
            acks.add(Ack.accepted(id(i), Long.MAX_VALUE - i, 1_700_000_000_000L));
        }
        wide.answered(acks, 100);
        assertThat(wire.sent).hasSize(3).allMatch(packet -> packet.payload().remaining() <= 64 * 1024);
    }
}
