package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.ALICE;
import static io.parley.broker.conversation.ConversationFixture.BOB;
import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptTest {
    private final ConversationFixture chat = new ConversationFixture();

    @Test
    void should_give_dense_seqs_and_deliver_to_both_in_order() {
        List<MessageId> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(chat.send(i % 3 == 0 ? BOBS : PHONE, "text " + i));
            chat.time.pass(i % 2);
        }
        chat.time.pass(1_000);
        for (int i = 0; i < 200; i++) {
            Ack ack = chat.onlyAnswerTo(sent.get(i));
            assertThat(ack.status()).isEqualTo(Ack.Status.ACCEPTED);
            assertThat(ack.seq()).isEqualTo(i + 1);
        }
        assertThat(chat.deliveredTo(ALICE)).hasSize(200).isSorted().doesNotHaveDuplicates();
        assertThat(chat.deliveredTo(BOB)).isEqualTo(chat.deliveredTo(ALICE));
    }

    @Test
    void should_not_acknowledge_before_the_append_is_durable() {
        chat.ask(PHONE, "first");
        chat.store.next(Op.APPEND, Fate.slow(500));
        MessageId id = chat.send(PHONE, "slow");
        chat.time.pass(499);
        assertThat(chat.answersTo(id)).isEmpty();
        assertThat(chat.deliveredTo(BOB)).containsExactly(1L);
        chat.time.pass(5);
        assertThat(chat.onlyAnswerTo(id).seq()).isEqualTo(2);
    }

    @Test
    void should_make_the_conversation_known_to_both_users_before_its_first_message() {
        chat.store.next(Op.SAVE_MARKS, Fate.slow(100), Fate.slow(300));
        MessageId id = chat.send(PHONE, "first");
        chat.time.pass(299);
        assertThat(chat.store.calls(Op.APPEND)).isZero();
        chat.time.pass(100);
        assertThat(chat.onlyAnswerTo(id).seq()).isEqualTo(1);
        assertThat(chat.store.tail(CHAT).marks()).containsOnlyKeys(ALICE, BOB);
    }

    @Test
    void should_refuse_who_is_not_in_the_conversation() {
        Ack ack = chat.ask(new EndpointId(new UserName("mallory"), "phone"), "let me in");
        assertThat(ack.reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(chat.log()).isEmpty();
    }

    @Test
    void should_refuse_an_unknown_user_and_take_one_created_later() {
        chat.accounts.remove(BOB);
        assertThat(chat.ask(PHONE, "anybody?").reason()).isEqualTo(Reason.UNKNOWN_USER);
        assertThat(chat.owner.conversation().isHollow()).isTrue();
        chat.accounts.add(BOB);
        assertThat(chat.ask(PHONE, "anybody now?").reason()).isEqualTo(Reason.UNKNOWN_USER);
        chat.time.pass(2_000);
        assertThat(chat.ask(PHONE, "and now?").seq()).isEqualTo(1);
        assertThat(chat.owner.conversation().isHollow()).isFalse();
    }
}
