package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.BOB;
import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.protocol.MessageId;
import io.parley.protocol.json.Ack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fear: the owner's memory dies with it, and so does what it knew of ids. */
class DuplicateAfterRestartTest {
    private final TestSettings small = new TestSettings();

    @Test
    void should_know_the_ids_of_the_tail() {
        ConversationFixture chat = new ConversationFixture();
        Submission message = chat.message(PHONE, chat.newId(), "once");
        Ack first = chat.ask(message);
        chat.restart();
        assertThat(chat.ask(message)).isEqualTo(Ack.duplicate(message.id(), 1, first.at()));
        assertThat(chat.ask(PHONE, "next").seq()).isEqualTo(2);
    }

    @Test
    void should_know_ids_older_than_the_tail() {
        small.recoverMessagesMin = 4;
        ConversationFixture chat = new ConversationFixture(small.build());
        Submission message = chat.message(PHONE, chat.newId(), "once");
        Ack first = chat.ask(message);
        chat.sendMany(BOBS, 20);
        chat.restart();
        assertThat(chat.ask(message)).isEqualTo(Ack.duplicate(message.id(), 1, first.at()));
    }

    @Test
    void should_know_old_ids_whose_time_stamp_was_in_the_future_or_none() {
        small.recoverMessagesMin = 2;
        ConversationFixture chat = new ConversationFixture(small.build());
        Submission future = chat.message(PHONE, MessageIds.v7(chat.time.millis() + 3_600_000, 1), "future");
        Submission ancient = chat.message(PHONE, MessageIds.v7(1_000, 2), "ancient");
        Submission other = chat.message(PHONE, MessageIds.other(3), "other");
        for (Submission each : List.of(future, ancient, other)) {
            chat.ask(each);
        }
        chat.sendMany(BOBS, 10);
        chat.time.pass(1_800_000);
        chat.restart();
        chat.sendMany(BOBS, 3);
        chat.time.pass(1_800_000 - 5);
        for (Submission each : List.of(future, ancient, other)) {
            assertThat(chat.ask(each).status()).isEqualTo(Ack.Status.DUPLICATE);
        }
    }

    @Test
    void should_not_ask_the_store_about_an_id_that_cannot_be_old() {
        small.recoverMessagesMin = 4;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.sendMany(PHONE, 20);
        chat.time.pass(600_000);
        chat.sendMany(PHONE, 4);
        chat.time.pass(600_000);
        chat.restart();
        chat.sendMany(PHONE, 10);
        assertThat(chat.store.calls(Op.FIND_IDS)).isZero();
    }

    @Test
    void should_settle_what_the_former_owner_left_in_doubt() {
        ConversationFixture chat = new ConversationFixture();
        chat.ask(PHONE, "first");
        chat.store.next(Op.APPEND, Fate.inDoubt(1, 500));
        Submission doubtful = chat.message(PHONE, chat.newId(), "in doubt");
        chat.send(doubtful);
        chat.time.pass(10);
        chat.restart();
        assertThat(chat.ask(doubtful).status()).isEqualTo(Ack.Status.DUPLICATE);
        assertThat(chat.deliveredTo(BOB)).containsExactly(1L, 2L);
        assertThat(chat.store.tail(CHAT).blocks().get(0).epoch()).isEqualTo(2);
    }

    @Test
    void should_not_lose_to_a_block_that_lands_after_its_owner_died() {
        ConversationFixture chat = new ConversationFixture();
        chat.ask(PHONE, "first");
        chat.store.next(Op.APPEND, Fate.inDoubt(1_000, 500));
        MessageId late = chat.send(PHONE, "late");
        chat.time.pass(10);
        chat.restart();
        assertThat(chat.ask(BOBS, "second").seq()).isEqualTo(2);
        chat.time.pass(5_000);
        assertThat(chat.texts()).containsExactly("first", "second");
        assertThat(chat.answersTo(late)).isEmpty();
        assertThat(chat.ask(chat.message(PHONE, late, "late")).seq()).isEqualTo(3);
    }
}
