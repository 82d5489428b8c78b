package io.parley.broker.contact;

import static io.parley.broker.contact.Town.ALICE;
import static io.parley.broker.contact.Town.BOB;
import static io.parley.broker.contact.Town.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Answer;
import io.parley.broker.storage.Stores;
import io.parley.protocol.MessageId;
import io.parley.protocol.json.Ack;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The fear: a change is in the log, its owner dies, and whoever looks into the rows does not see it. */
class ChangeAfterCrashTest {
    private static final String ASK_BOB = "{\"user\":\"bob\",\"note\":\"from the lake\"}";
    private static final String ASK_ALICE = "{\"user\":\"alice\"}";

    private final Town town = new Town();

    /** Makes the request durable in the log, and nothing else. */
    private MessageId appendedOnly() {
        MessageId id = town.newId();
        town.savesFail = true;
        CompletionStage<Answer> answer = town.ask(ALICE, id, "contact/request", ASK_BOB);
        town.time.pass(3_000);
        assertThat(answer.toCompletableFuture()).isNotDone();
        assertThat(town.log.log(CHAT)).hasSize(1);
        assertThat(town.told).isEmpty();
        assertThat(town.contactsOf(BOB)).isEmpty();
        return id;
    }

    @Test
    void should_answer_and_tell_only_once_it_is_saved() {
        MessageId id = appendedOnly();
        town.savesFail = false;
        town.time.pass(3_000);
        assertThat(town.contactsOf(BOB)).containsExactly("alice incoming");
        assertThat(town.textsToldTo(BOB)).hasSize(1);
        assertThat(town.call(ALICE, id, "contact/request", ASK_BOB)).contains("\"duplicate\"", "\"seq\":1");
    }

    @Test
    void should_save_what_a_dead_owner_left_before_it_answers_the_retry() {
        MessageId id = appendedOnly();
        town.restart();
        CompletionStage<Answer> retry = town.ask(ALICE, id, "contact/request", ASK_BOB);
        town.time.pass(3_000);
        assertThat(retry.toCompletableFuture()).isNotDone();
        town.savesFail = false;
        assertThat(town.in(retry)).isInstanceOf(Answer.Done.class);
        assertThat(town.contactsOf(BOB)).containsExactly("alice incoming");
        assertThat(town.contact(BOB, ALICE).orElseThrow().note()).isEqualTo("from the lake");
        assertThat(town.touched).containsExactlyInAnyOrder(ALICE, BOB);
    }

    @Test
    void should_save_what_a_dead_owner_left_as_soon_as_anybody_looks() {
        MessageId id = appendedOnly();
        town.restart();
        town.savesFail = false;
        assertThat(town.in(town.head(CHAT, BOB)).last()).isEqualTo(1);
        assertThat(town.contactsOf(BOB)).containsExactly("alice incoming");
        assertThat(town.call(BOB, "contact/accept", ASK_ALICE)).contains("\"accepted\"", "\"seq\":2");
        assertThat(town.call(ALICE, id, "contact/request", ASK_BOB)).contains("\"duplicate\"", "\"seq\":1");
        assertThat(town.contactsOf(ALICE)).containsExactly("bob contact");
    }

    @Test
    void should_judge_messages_by_what_a_dead_owner_left() {
        town.call(BOB, "profile/set", "{\"writable\":\"contacts\"}");
        town.call(ALICE, "contact/request", ASK_BOB);
        town.savesFail = true;
        CompletionStage<Answer> lost = town.ask(BOB, town.newId(), "contact/accept", ASK_ALICE);
        town.time.pass(3_000);
        assertThat(lost.toCompletableFuture()).isNotDone();
        town.restart();
        CompletionStage<Ack> message = town.propose(town.message(ALICE, BOB, "thanks"));
        town.savesFail = false;
        assertThat(town.in(message).seq()).isEqualTo(3);
    }

    @Test
    void should_not_take_a_change_back_because_of_rows_that_were_read_before_it() {
        town.call(BOB, "profile/set", "{\"writable\":\"contacts\"}");
        ChatRules rules = new ChatRules(CHAT, new StoredChats(town.people.profiles(), town.people.contacts()));
        Runnable old = Stores.await(rules.load());
        town.befriend(ALICE, BOB);
        Stores.await(rules.load()).run();
        old.run();
        assertThat(rules.hasUnsaved()).isFalse();
        assertThat(rules.refusalOf(town.message(ALICE, BOB, "hello"), 0)).isNull();
    }
}
