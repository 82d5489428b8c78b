package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.ALICE;
import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.ConversationFixture.Expired;
import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private final TestSettings small = new TestSettings();
    private ConversationFixture chat = new ConversationFixture();

    @Test
    void should_tell_the_sender_when_nobody_received_in_time() {
        chat.ask(chat.expiring(PHONE, chat.newId(), 3_000));
        chat.time.pass(2_900);
        assertThat(chat.expired).isEmpty();
        chat.time.pass(200);
        assertThat(chat.expired).containsExactly(new Expired(ALICE, 1));
        chat.time.pass(10_000);
        assertThat(chat.expired).hasSize(1);
    }

    @Test
    void should_say_nothing_when_it_was_received() {
        chat.ask(chat.expiring(PHONE, chat.newId(), 3_000));
        chat.receipt(BOBS, 1, 0);
        chat.time.pass(10_000);
        assertThat(chat.expired).isEmpty();
    }

    @Test
    void should_tell_after_a_restart_too_but_once() {
        chat.ask(chat.expiring(PHONE, chat.newId(), 3_000));
        chat.restart();
        chat.time.pass(10_000);
        assertThat(chat.expired).containsExactly(new Expired(ALICE, 1));
        chat.ask(PHONE, "later");
        chat.restart();
        chat.time.pass(10_000);
        assertThat(chat.expired).hasSize(1);
    }

    @Test
    void should_refuse_what_expires_while_it_waits() {
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(500));
        chat.send(PHONE, "in flight");
        MessageId id = chat.send(chat.expiring(PHONE, chat.newId(), 400));
        MessageId next = chat.send(PHONE, "next");
        chat.time.pass(1_000);
        assertThat(chat.onlyAnswerTo(id).reason()).isEqualTo(Reason.EXPIRED);
        assertThat(chat.onlyAnswerTo(next).seq()).isEqualTo(3);
    }

    @Test
    void should_refuse_more_than_it_can_watch_until_some_are_received() {
        small.expiriesMax = 2;
        chat = new ConversationFixture(small.build());
        for (int i = 0; i < 2; i++) {
            assertThat(chat.ask(chat.expiring(PHONE, chat.newId(), 60_000)).reason())
                    .isNull();
        }
        assertThat(chat.ask(chat.expiring(PHONE, chat.newId(), 60_000)).reason())
                .isEqualTo(Reason.BUSY);
        assertThat(chat.ask(PHONE, "no expiry").seq()).isEqualTo(3);
        chat.receipt(BOBS, 1, 0);
        chat.time.pass(100);
        assertThat(chat.ask(chat.expiring(PHONE, chat.newId(), 60_000)).seq()).isEqualTo(4);
    }

    @Test
    void should_stay_up_while_an_expiry_is_near() {
        chat.ask(chat.expiring(PHONE, chat.newId(), 60_000));
        assertThat(chat.owner.conversation().mayRest(chat.time.millis())).isFalse();
        chat.time.pass(61_000);
        assertThat(chat.owner.conversation().mayRest(chat.time.millis())).isTrue();
    }
}
