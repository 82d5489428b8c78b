package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.LAPTOP;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fear: the store is slow or away, and messages pile up without anybody being told. */
class SlowStoreTest {
    private final TestSettings small = new TestSettings();

    @Test
    void should_refuse_beyond_the_bound_of_messages() {
        small.pendingMessagesMax = 3;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(1_000));
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(chat.send(PHONE, "text " + i));
        }
        for (MessageId id : ids.subList(4, 6)) {
            assertThat(chat.onlyAnswerTo(id)).isEqualTo(Ack.rejected(id, Reason.BUSY, 500));
        }
        chat.time.pass(2_000);
        assertThat(chat.log()).hasSize(5);
    }

    @Test
    void should_refuse_beyond_the_bound_of_bytes() {
        small.pendingBytesMax = 10;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(1_000));
        chat.send(PHONE, "in flight");
        chat.send(PHONE, "12345678");
        assertThat(chat.onlyAnswerTo(chat.send(PHONE, "123")).reason()).isEqualTo(Reason.BUSY);
    }

    @Test
    void should_refuse_the_later_ones_of_a_sender_with_the_impatient_one() {
        ConversationFixture chat = new ConversationFixture();
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(5_500));
        chat.send(BOBS, "in flight");
        MessageId one = chat.send(PHONE, "one");
        chat.time.pass(4_000);
        MessageId two = chat.send(LAPTOP, "two");
        MessageId bobs = chat.send(BOBS, "bob's");
        chat.time.pass(1_100);
        assertThat(chat.onlyAnswerTo(one).reason()).isEqualTo(Reason.BUSY);
        assertThat(chat.onlyAnswerTo(two).reason()).isEqualTo(Reason.BUSY);
        assertThat(chat.answersTo(bobs)).isEmpty();
        chat.time.pass(2_000);
        assertThat(chat.onlyAnswerTo(bobs).seq()).isEqualTo(3);
    }

    @Test
    void should_wait_out_a_store_that_is_away_when_the_owner_starts() {
        ConversationFixture chat = new ConversationFixture();
        chat.store.next(Op.READ_TAIL, Fate.refused(), Fate.refused(), Fate.refused());
        chat.store.next(Op.CLAIM, Fate.inDoubt(1, 200), Fate.lost(200), Fate.inDoubt(700, 200));
        chat.store.next(Op.OPEN_BUCKET, Fate.lost(100), Fate.inDoubt(1, 100));
        chat.store.next(Op.SAVE_MARKS, Fate.lost(100), Fate.refused());
        chat.restart();
        assertThat(chat.ask(PHONE, "at last").seq()).isEqualTo(1);
        assertThat(chat.ask(BOBS, "indeed").seq()).isEqualTo(2);
    }

    @Test
    void should_answer_busy_while_the_tail_cannot_be_read() {
        ConversationFixture chat = new ConversationFixture();
        chat.store.fates(op -> Fate.refused());
        chat.restart();
        Ack ack = chat.ask(PHONE, "hello?");
        assertThat(ack.reason()).isEqualTo(Reason.BUSY);
        assertThat(chat.owner.conversation().isIdle()).isTrue();
        chat.store.fates(op -> Fate.GOOD);
        chat.time.pass(3_000);
        assertThat(chat.ask(PHONE, "hello").seq()).isEqualTo(1);
    }

    @Test
    void should_try_a_lookup_again() {
        small.recoverMessagesMin = 2;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.sendMany(PHONE, 10);
        chat.restart();
        chat.store.next(Op.FIND_IDS, Fate.refused(), Fate.lost(100));
        assertThat(chat.ask(chat.message(PHONE, MessageIds.other(1), "looked up"))
                        .seq())
                .isEqualTo(11);
    }
}
