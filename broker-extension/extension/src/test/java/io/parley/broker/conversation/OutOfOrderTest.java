package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import org.junit.jupiter.api.Test;

/** The fear: a message is refused or lost, its successor is accepted, and the order is wrong for ever. */
class OutOfOrderTest {
    private final TestSettings small = new TestSettings();
    private ConversationFixture chat = new ConversationFixture();

    @Test
    void should_refuse_what_follows_a_message_that_never_came() {
        MessageId missing = chat.newId();
        assertThat(chat.ask(chat.following(PHONE, chat.newId(), missing)).reason())
                .isEqualTo(Reason.OUT_OF_ORDER);
    }

    @Test
    void should_take_what_follows_a_message_that_waits_ahead_or_was_accepted() {
        chat.ask(PHONE, "opens");
        MessageId one = chat.send(PHONE, "one");
        MessageId two = chat.send(chat.following(PHONE, chat.newId(), one));
        chat.time.pass(100);
        assertThat(chat.onlyAnswerTo(two).seq()).isEqualTo(3);
        assertThat(chat.ask(chat.following(PHONE, chat.newId(), two)).seq()).isEqualTo(4);
        chat.restart();
        assertThat(chat.ask(chat.following(PHONE, chat.newId(), two)).seq()).isEqualTo(5);
    }

    @Test
    void should_refuse_the_successors_of_a_refused_message() {
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(100));
        chat.send(BOBS, "in the way");
        MessageId one = chat.send(chat.expiring(PHONE, chat.newId(), 50));
        MessageId two = chat.send(chat.following(PHONE, chat.newId(), one));
        MessageId three = chat.send(chat.following(PHONE, chat.newId(), two));
        chat.time.pass(1_000);
        assertThat(chat.onlyAnswerTo(one).reason()).isEqualTo(Reason.EXPIRED);
        assertThat(chat.onlyAnswerTo(two).reason()).isEqualTo(Reason.OUT_OF_ORDER);
        assertThat(chat.onlyAnswerTo(three).reason()).isEqualTo(Reason.OUT_OF_ORDER);
    }

    @Test
    void should_refuse_a_successor_that_arrives_first_while_recovering() {
        chat.ask(PHONE, "opens");
        chat.store.next(Op.READ_TAIL, Fate.slow(100));
        chat.restart();
        MessageId one = chat.newId();
        MessageId two = chat.send(chat.following(PHONE, chat.newId(), one));
        chat.send(chat.message(PHONE, one, "one"));
        chat.time.pass(1_000);
        assertThat(chat.onlyAnswerTo(two).reason()).isEqualTo(Reason.OUT_OF_ORDER);
        assertThat(chat.onlyAnswerTo(one).seq()).isEqualTo(2);
    }

    @Test
    void should_find_the_message_to_follow_in_the_store() {
        small.recoverMessagesMin = 2;
        chat = new ConversationFixture(small.build());
        MessageId one = chat.ask(PHONE, "one").id();
        chat.sendMany(BOBS, 20);
        chat.restart();
        assertThat(chat.ask(chat.following(PHONE, chat.newId(), one)).seq()).isEqualTo(22);
    }

    @Test
    void should_keep_the_senders_order_while_one_awaits_a_lookup() {
        small.recoverMessagesMin = 2;
        chat = new ConversationFixture(small.build());
        chat.sendMany(BOBS, 20);
        chat.restart();
        chat.time.pass(100);
        chat.store.next(Op.FIND_IDS, Fate.slow(300));
        MessageId first = chat.send(chat.message(PHONE, MessageIds.other(1), "needs a lookup"));
        chat.time.pass(400_000 - chat.time.millis() % 1_000);
        MessageId second = chat.send(PHONE, "needs none");
        chat.time.pass(1_000);
        assertThat(chat.onlyAnswerTo(first).seq())
                .isLessThan(chat.onlyAnswerTo(second).seq());
    }
}
