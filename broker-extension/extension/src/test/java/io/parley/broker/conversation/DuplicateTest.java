package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.ALICE;
import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Digest;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.json.Ack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fear: a message is resent because its ack was lost, and is accepted twice. */
class DuplicateTest {
    private final TestSettings small = new TestSettings();

    @Test
    void should_give_the_first_answer_again() {
        ConversationFixture chat = new ConversationFixture();
        Submission message = chat.message(PHONE, chat.newId(), "once");
        Ack first = chat.ask(message);
        chat.sendMany(BOBS, 3);
        Ack again = chat.ask(message);
        assertThat(again).isEqualTo(Ack.duplicate(message.id(), first.seq(), first.at()));
        assertThat(chat.texts()).containsOnlyOnce("once");
    }

    @Test
    void should_answer_both_when_the_same_id_comes_while_the_first_waits() {
        ConversationFixture chat = new ConversationFixture();
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(100));
        Submission inFlight = chat.message(PHONE, chat.newId(), "in flight");
        Submission waiting = chat.message(PHONE, chat.newId(), "waiting");
        for (int i = 0; i < 2; i++) {
            chat.send(inFlight);
            chat.send(waiting);
        }
        chat.time.pass(1_000);
        assertThat(chat.answersTo(inFlight.id()))
                .extracting(Ack::status)
                .containsExactly(Ack.Status.ACCEPTED, Ack.Status.DUPLICATE);
        assertThat(chat.answersTo(waiting.id())).extracting(Ack::seq).containsExactly(3L, 3L);
        assertThat(chat.log()).hasSize(3);
    }

    @Test
    void should_know_an_id_that_only_the_store_remembers() {
        small.recentIdsMax = 64;
        small.filteredIdsMax = 0;
        ConversationFixture chat = new ConversationFixture(small.build());
        Submission message = chat.message(PHONE, chat.newId(), "old");
        Ack first = chat.ask(message);
        chat.sendMany(BOBS, 80);
        assertThat(chat.ask(message)).isEqualTo(Ack.duplicate(message.id(), 1, first.at()));
        assertThat(chat.store.calls(Op.FIND_IDS)).isPositive();
    }

    @Test
    void should_know_an_id_in_a_filter() {
        small.recentIdsMax = 64;
        ConversationFixture chat = new ConversationFixture(small.build());
        Submission message = chat.message(PHONE, chat.newId(), "old");
        chat.ask(message);
        chat.sendMany(BOBS, 80);
        assertThat(chat.store.calls(Op.FIND_IDS)).isZero();
        assertThat(chat.ask(message).status()).isEqualTo(Ack.Status.DUPLICATE);
        assertThat(chat.store.calls(Op.FIND_IDS)).isOne();
    }

    @Test
    void should_not_believe_an_id_row_of_a_block_that_never_became_part_of_the_log() {
        small.recentIdsMax = 64;
        small.filteredIdsMax = 0;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.sendMany(BOBS, 2);
        Submission lost = chat.message(PHONE, chat.newId(), "never there");
        StoredMessage phantom =
                new StoredMessage(2, lost.id(), ALICE, "phone", chat.time.millis(), 0, "text/plain", lost.content());
        // a row that an owner of epoch 0 left behind: its block lost seq 2 to the present owner's
        Block late = new Block(CHAT, 1, 0, 0, List.of(phantom));
        List<KnownId> row = List.of(new KnownId(2, phantom.at(), Digest.of("text/plain", lost.content())));
        chat.store.atOnce(memory -> memory.append(late, row));
        chat.sendMany(BOBS, 80);
        assertThat(chat.ask(lost))
                .isEqualTo(Ack.accepted(lost.id(), 83, chat.log().get(82).at()));
    }
}
