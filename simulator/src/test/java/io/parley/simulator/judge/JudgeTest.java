package io.parley.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Sent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Doctored histories of each kind: the judge finds exactly what was done to them. */
class JudgeTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);

    private final List<Sent> phoneSent = new ArrayList<>();
    private final List<Sent> bobSent = new ArrayList<>();
    private final List<Handed> phone = new ArrayList<>();
    private final List<Handed> laptop = new ArrayList<>();
    private final List<Handed> bob = new ArrayList<>();

    /** Alice's phone sends 1, 2, 4 and Bob 3, 5; Alice has a laptop, too. */
    JudgeTest() {
        for (long seq : new long[] {1, 2, 4}) {
            phoneSent.add(sent(seq));
            bob.add(handed(seq, ALICE));
        }
        for (long seq : new long[] {3, 5}) {
            bobSent.add(sent(seq));
            phone.add(handed(seq, BOB));
        }
        for (long seq = 1; seq <= 5; seq++) {
            laptop.add(handed(seq, seq == 3 || seq == 5 ? BOB : ALICE));
        }
    }

    @Test
    void should_find_nothing_in_a_true_history() {
        Verdict verdict = judge();
        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.accepted()).isEqualTo(5);
        assertThat(verdict.delivered()).isEqualTo(10);
    }

    @Test
    void should_not_be_clean_if_nothing_was_accepted() {
        assertThat(Judge.judge(List.of()).isClean()).isFalse();
    }

    @Test
    void should_find_what_the_recipient_never_got() {
        bob.remove(bob.size() - 1);
        found(Map.of(Fault.LOST, 1L), "bob/b", id(4).toString(), "seq 4");
    }

    @Test
    void should_find_what_another_endpoint_of_the_sender_never_got() {
        laptop.remove(laptop.size() - 1);
        found(Map.of(Fault.LOST, 1L), "alice/laptop", id(5).toString());
    }

    @Test
    void should_find_an_endpoint_that_got_nothing_at_all() {
        laptop.clear();
        found(Map.of(Fault.LOST, 5L), "alice/laptop");
    }

    @Test
    void should_find_what_was_handed_twice() {
        bob.add(handed(4, ALICE));
        found(Map.of(Fault.REPEATED, 1L), "bob/b", id(4).toString(), "again");
    }

    @Test
    void should_find_an_own_message_handed_back() {
        phone.add(1, handed(4, ALICE));
        found(Map.of(Fault.REPEATED, 1L), "alice/phone", "sent itself");
    }

    @Test
    void should_find_one_message_at_two_places() {
        bob.set(2, new Handed(CHAT, 6, id(4), ALICE));
        found(Map.of(Fault.REPEATED, 1L, Fault.GAP, 1L), id(4).toString(), "[4, 6]");
    }

    @Test
    void should_find_handing_out_of_order() {
        Collections.swap(bob, 1, 2);
        found(Map.of(Fault.REORDERED, 1L), "bob/b", id(2).toString(), "after seq 4");
    }

    @Test
    void should_find_a_sender_whose_messages_changed_places() {
        phoneSent.set(0, new Sent(CHAT, id(1), new Fate.Accepted(2)));
        phoneSent.set(1, new Sent(CHAT, id(2), new Fate.Accepted(1)));
        bob.set(0, new Handed(CHAT, 1, id(2), ALICE));
        bob.set(1, new Handed(CHAT, 2, id(1), ALICE));
        laptop.set(0, new Handed(CHAT, 1, id(2), ALICE));
        laptop.set(1, new Handed(CHAT, 2, id(1), ALICE));
        found(Map.of(Fault.REORDERED, 1L), "alice/phone", "sent " + id(2));
    }

    @Test
    void should_find_two_messages_at_one_place() {
        phoneSent.set(2, new Sent(CHAT, id(4), new Fate.Accepted(5)));
        bob.set(2, new Handed(CHAT, 5, id(4), ALICE));
        laptop.set(3, new Handed(CHAT, 5, id(4), ALICE));
        Verdict verdict = judge();
        assertThat(verdict.count(Fault.REORDERED)).isEqualTo(2);
        assertThat(verdict.count(Fault.GAP)).isEqualTo(1);
        assertThat(verdict.count(Fault.LOST)).isZero();
        assertThat(verdict.findings().get(1).detail()).contains("several messages are at seq 5");
    }

    @Test
    void should_find_a_place_nothing_is_at() {
        phoneSent.remove(2);
        bob.remove(2);
        laptop.remove(3);
        found(Map.of(Fault.GAP, 1L), "seq 4", CHAT.toString());
    }

    @Test
    void should_find_an_endpoint_that_passed_over_a_message() {
        bob.remove(1);
        found(Map.of(Fault.GAP, 1L, Fault.LOST, 1L), "bob/b", "seq 2");
    }

    @Test
    void should_find_a_send_without_an_end() {
        phoneSent.add(new Sent(CHAT, id(9), new Fate.Unknown()));
        found(Map.of(Fault.UNEXPLAINED, 1L), "alice/phone", id(9).toString());
    }

    @Test
    void should_count_only_the_missing_word_if_an_unknown_send_arrived() {
        phoneSent.set(2, new Sent(CHAT, id(4), new Fate.Unknown()));
        found(Map.of(Fault.UNEXPLAINED, 1L), id(4).toString());
    }

    @Test
    void should_find_a_refused_message_that_arrived() {
        phoneSent.set(2, new Sent(CHAT, id(4), new Fate.Refused("busy")));
        found(Map.of(Fault.UNEXPLAINED, 2L), id(4).toString(), "busy");
    }

    @Test
    void should_find_a_message_nobody_sent() {
        bob.add(new Handed(CHAT, 6, id(77), ALICE));
        laptop.add(new Handed(CHAT, 6, id(77), ALICE));
        found(Map.of(Fault.UNEXPLAINED, 2L), id(77).toString(), "nobody");
    }

    @Test
    void should_find_a_message_under_a_false_name() {
        bob.set(1, new Handed(CHAT, 2, id(2), BOB));
        Verdict verdict = judge();
        assertThat(verdict.count(Fault.UNEXPLAINED)).isEqualTo(1);
        assertThat(verdict.count(Fault.LOST)).isEqualTo(1);
    }

    @Test
    void should_accept_a_refusal_of_what_never_arrived() {
        phoneSent.add(1, new Sent(CHAT, id(9), new Fate.Refused("too-large")));
        assertThat(judge().isClean()).isTrue();
    }

    @Test
    void should_accept_a_chat_with_oneself() {
        ConversationId self = ConversationId.chat(BOB, BOB);
        bobSent.add(new Sent(self, id(50), new Fate.Accepted(1)));
        assertThat(judge().isClean()).isTrue();
    }

    @Test
    void should_keep_counting_when_findings_are_cut() {
        for (int i = 0; i < Verdict.FINDINGS_MAX + 500; i++) {
            bob.add(handed(4, ALICE));
        }
        Verdict verdict = judge();
        assertThat(verdict.count(Fault.REPEATED)).isEqualTo(1_500);
        assertThat(verdict.findings()).hasSize(Verdict.FINDINGS_MAX);
    }

    private void found(Map<Fault, Long> expected, String... words) {
        Verdict verdict = judge();
        assertThat(verdict.counts()).isEqualTo(expected);
        assertThat(verdict.findings().get(0).detail()).contains(words);
        assertThat(verdict.isClean()).isFalse();
    }

    private Verdict judge() {
        return Judge.judge(List.of(
                new EndpointHistory(new EndpointId(ALICE, "phone"), phoneSent, phone),
                new EndpointHistory(new EndpointId(ALICE, "laptop"), List.of(), laptop),
                new EndpointHistory(new EndpointId(BOB, "b"), bobSent, bob)));
    }

    private static Sent sent(long seq) {
        return new Sent(CHAT, id(seq), new Fate.Accepted(seq));
    }

    private static Handed handed(long seq, UserName from) {
        return new Handed(CHAT, seq, id(seq), from);
    }

    private static MessageId id(long number) {
        return new MessageId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }
}
