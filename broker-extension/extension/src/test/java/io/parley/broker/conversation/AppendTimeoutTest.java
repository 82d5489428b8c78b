package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The fear: an append times out, nobody knows whether it happened, and its seqs are given to something else. */
class AppendTimeoutTest {
    private final ConversationFixture chat = new ConversationFixture();

    private Ack sendInto(Fate... fates) {
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, fates);
        MessageId id = chat.send(PHONE, "in doubt");
        MessageId next = chat.send(PHONE, "next");
        chat.time.pass(20_000);
        assertThat(chat.texts().subList(0, 2)).containsExactly("opens", "in doubt");
        chat.answersTo(next).forEach(ack -> assertThat(ack.seq()).isIn(0L, 3L));
        return chat.onlyAnswerTo(id);
    }

    @Test
    void should_write_the_same_block_again_if_it_was_lost() {
        assertThat(sendInto(Fate.lost(100)).seq()).isEqualTo(2);
    }

    @Test
    void should_keep_the_seq_if_it_happened() {
        assertThat(sendInto(Fate.inDoubt(1, 100)).seq()).isEqualTo(2);
    }

    @Test
    void should_keep_the_seq_if_it_happens_later() {
        assertThat(sendInto(Fate.inDoubt(10_000, 100)).seq()).isEqualTo(2);
    }

    @Test
    void should_go_on_until_it_is_known() {
        assertThat(sendInto(Fate.lost(100), Fate.refused(), Fate.lost(1_000), Fate.inDoubt(5, 2_000), Fate.lost(50))
                        .seq())
                .isEqualTo(2);
    }

    @Test
    void should_write_the_ids_as_well_though_the_block_is_there() {
        sendInto(Fate.inDoubt(1, 100));
        // opens, in doubt, in doubt again, next
        assertThat(chat.store.calls(Op.APPEND)).isEqualTo(4);
    }

    @Test
    void should_never_refuse_what_is_in_flight_and_refuse_in_time_what_waits() {
        chat.ask(PHONE, "opens");
        Fate[] outage = new Fate[40];
        Arrays.fill(outage, Fate.lost(500));
        chat.store.next(Op.APPEND, outage);
        MessageId inFlight = chat.send(PHONE, "in flight");
        chat.time.pass(100);
        MessageId waiting = chat.send(PHONE, "waits");
        chat.time.pass(5_200);
        assertThat(chat.answersTo(inFlight)).isEmpty();
        assertThat(chat.onlyAnswerTo(waiting).reason()).isEqualTo(Reason.BUSY);
        chat.time.pass(60_000);
        assertThat(chat.onlyAnswerTo(inFlight).seq()).isEqualTo(2);
    }

    @Test
    void should_stop_when_a_newer_owner_has_claimed() {
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.lost(100));
        MessageId inFlight = chat.send(PHONE, "in flight");
        MessageId waiting = chat.send(PHONE, "waits");
        chat.store.atOnce(memory -> memory.claim(CHAT, 1));
        chat.time.pass(1_000);
        assertThat(chat.owner.isStopped()).isTrue();
        assertThat(chat.onlyAnswerTo(inFlight).reason()).isEqualTo(Reason.UNKNOWN_OUTCOME);
        assertThat(chat.onlyAnswerTo(waiting).reason()).isEqualTo(Reason.BUSY);
    }

    @Test
    void should_not_believe_a_late_confirmation_without_looking_for_a_newer_owner() {
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(3_000));
        MessageId slow = chat.send(PHONE, "slow");
        chat.store.atOnce(memory -> memory.claim(CHAT, 1));
        chat.time.pass(10_000);
        assertThat(chat.onlyAnswerTo(slow).reason()).isEqualTo(Reason.UNKNOWN_OUTCOME);
    }
}
