package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.ALICE;
import static io.parley.broker.conversation.ConversationFixture.BOB;
import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.ConversationFixture.Receipted;
import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private final ConversationFixture chat = new ConversationFixture();

    private void receiptAndWait(EndpointId from, long received, long read) {
        chat.receipt(from, received, read);
        chat.time.pass(100);
    }

    @Test
    void should_tell_the_other_side_once_it_is_durable() {
        chat.sendMany(PHONE, 5);
        chat.store.next(Op.SAVE_MARKS, Fate.slow(300));
        chat.receipt(BOBS, 4, 0);
        chat.time.pass(299);
        assertThat(chat.receipted).isEmpty();
        chat.time.pass(10);
        assertThat(chat.receipted).containsExactly(new Receipted(ALICE, BOB, new UserMarks(4, 0)));
        assertThat(chat.store.tail(CHAT).marks()).containsEntry(BOB, new UserMarks(4, 0));
    }

    @Test
    void should_tell_the_user_itself_when_read_moved() {
        chat.sendMany(PHONE, 5);
        receiptAndWait(BOBS, 5, 3);
        assertThat(chat.receipted)
                .containsExactlyInAnyOrder(
                        new Receipted(ALICE, BOB, new UserMarks(5, 3)), new Receipted(BOB, BOB, new UserMarks(5, 3)));
    }

    @Test
    void should_ignore_what_goes_backwards() {
        chat.sendMany(PHONE, 5);
        receiptAndWait(BOBS, 4, 2);
        chat.receipted.clear();
        receiptAndWait(BOBS, 3, 1);
        assertThat(chat.receipted).isEmpty();
        assertThat(chat.refused).isEmpty();
        receiptAndWait(BOBS, 0, 4);
        assertThat(chat.store.tail(CHAT).marks()).containsEntry(BOB, new UserMarks(4, 4));
    }

    @Test
    void should_refuse_what_lies_beyond_the_last_message_or_comes_from_elsewhere() {
        chat.sendMany(PHONE, 5);
        receiptAndWait(BOBS, 6, 0);
        receiptAndWait(BOBS, 0, 6);
        receiptAndWait(new EndpointId(new UserName("mallory"), "phone"), 1, 1);
        assertThat(chat.refused)
                .extracting(refusal -> refusal.reason())
                .containsExactly(Reason.BEYOND_LAST, Reason.BEYOND_LAST, Reason.NOT_ALLOWED);
        assertThat(chat.receipted).isEmpty();
    }

    @Test
    void should_save_one_at_a_time_and_all_that_came_meanwhile_at_once() {
        chat.sendMany(PHONE, 50);
        int before = chat.store.calls(Op.SAVE_MARKS);
        chat.store.next(Op.SAVE_MARKS, Fate.slow(100));
        for (int i = 1; i <= 50; i++) {
            chat.receipt(BOBS, i, i);
        }
        chat.time.pass(1_000);
        assertThat(chat.store.calls(Op.SAVE_MARKS) - before).isEqualTo(2);
        assertThat(chat.store.tail(CHAT).marks()).containsEntry(BOB, new UserMarks(50, 50));
    }

    @Test
    void should_survive_a_store_that_fails_and_an_owner_that_dies() {
        chat.sendMany(PHONE, 5);
        chat.store.next(Op.SAVE_MARKS, Fate.lost(100), Fate.refused());
        receiptAndWait(BOBS, 5, 2);
        chat.time.pass(1_000);
        chat.restart();
        chat.receipt(BOBS, 1, 3);
        chat.time.pass(100);
        assertThat(chat.store.tail(CHAT).marks()).containsEntry(BOB, new UserMarks(5, 3));
    }

    @Test
    void should_answer_head_requests_also_while_recovering() {
        chat.sendMany(PHONE, 5);
        receiptAndWait(BOBS, 4, 2);
        List<Long> heads = new ArrayList<>();
        chat.owner.askHead(
                BOB, 0, head -> heads.add(head.last() + head.marksOf(BOB).received()));
        chat.restart();
        chat.owner.askHead(
                BOB, 0, head -> heads.add(head.last() + head.marksOf(BOB).received()));
        chat.time.pass(100);
        assertThat(heads).containsExactly(9L, 9L);
    }
}
