package io.parley.broker.contact;

import static io.parley.broker.contact.Town.ALICE;
import static io.parley.broker.contact.Town.BOB;
import static io.parley.broker.contact.Town.CAROL;
import static io.parley.broker.contact.Town.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Answer;
import io.parley.broker.conversation.Submission;
import io.parley.broker.storage.Stores;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who may write to whom, asked of the owner of the chat. */
class ChatRulesTest {
    private static final String ASK_BOB = "{\"user\":\"bob\"}";
    private static final String ASK_ALICE = "{\"user\":\"alice\"}";

    private final Town town = new Town();

    @Test
    void should_let_nothing_of_a_blocked_user_through_and_tell_them_nothing_but_that() {
        assertThat(town.say(ALICE, BOB, "before").seq()).isEqualTo(1);
        town.call(BOB, "contact/block", ASK_ALICE);
        town.told.clear();
        Ack ack = town.say(ALICE, BOB, "anybody?");
        assertThat(ack.reason()).isEqualTo(Reason.NOT_DELIVERED);
        assertThat(ack.seq()).isZero();
        assertThat(ack.retryAfterMillis()).isZero();
        assertThat(town.refused(ALICE, "contact/request", ASK_BOB).detail()).isEqualTo("it cannot be delivered");
        assertThat(town.told).isEmpty();
        assertThat(town.events).isEmpty();
        assertThat(town.touched).isEmpty();
        assertThat(town.log.log(CHAT)).hasSize(1);
        town.call(BOB, "contact/unblock", ASK_ALICE);
        assertThat(town.say(ALICE, BOB, "again").seq()).isEqualTo(2);
        assertThat(town.textsToldTo(BOB)).containsExactly("again");
    }

    @Test
    void should_judge_by_a_block_what_was_sent_right_after_it_was_confirmed() {
        town.say(ALICE, BOB, "before");
        CompletionStage<Answer> blocked = town.ask(BOB, town.newId(), "contact/block", ASK_ALICE);
        List<CompletionStage<Ack>> sent = new ArrayList<>();
        blocked.thenAccept(done -> {
            for (int i = 0; i < 5; i++) {
                sent.add(town.propose(town.message(ALICE, BOB, "message " + i)));
            }
        });
        town.in(blocked);
        assertThat(sent).hasSize(5);
        sent.forEach(it -> assertThat(town.in(it).reason()).isEqualTo(Reason.NOT_DELIVERED));
    }

    @Test
    void should_heed_a_block_within_seconds_even_if_nobody_told_the_owner() {
        town.say(ALICE, BOB, "before");
        Stores.await(town.people.contacts().block(BOB, ALICE, town.time.millis()));
        town.time.pass(10_000);
        assertThat(town.say(ALICE, BOB, "after").reason()).isEqualTo(Reason.NOT_DELIVERED);
    }

    @Test
    void should_ask_who_blocks_to_unblock_before_they_write_themselves() {
        town.call(BOB, "contact/block", ASK_ALICE);
        assertThat(town.say(BOB, ALICE, "listen").reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(town.refused(BOB, "contact/request", ASK_ALICE).reason()).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void should_keep_strangers_from_who_wants_contacts_only() {
        town.call(BOB, "profile/set", "{\"writable\":\"contacts\"}");
        assertThat(town.say(ALICE, BOB, "hello").reason()).isEqualTo(Reason.NOT_DELIVERED);
        assertThat(town.say(BOB, ALICE, "hello").reason()).isNull();
        town.call(ALICE, "contact/request", ASK_BOB);
        assertThat(town.say(ALICE, BOB, "please").reason()).isEqualTo(Reason.NOT_DELIVERED);
        town.call(BOB, "contact/accept", ASK_ALICE);
        assertThat(town.say(ALICE, BOB, "thanks").reason()).isNull();
        town.call(BOB, "contact/remove", ASK_ALICE);
        assertThat(town.say(ALICE, BOB, "oh").reason()).isEqualTo(Reason.NOT_DELIVERED);
    }

    @Test
    void should_judge_what_waits_behind_a_change_by_it() {
        town.call(BOB, "profile/set", "{\"writable\":\"contacts\"}");
        town.call(ALICE, "contact/request", ASK_BOB);
        CompletionStage<Ack> early = town.propose(town.message(ALICE, BOB, "early"));
        CompletionStage<Answer> accepted = town.ask(BOB, town.newId(), "contact/accept", ASK_ALICE);
        CompletionStage<Ack> later = town.propose(town.message(ALICE, BOB, "later"));
        assertThat(town.in(early).reason()).isEqualTo(Reason.NOT_DELIVERED);
        assertThat(town.in(accepted)).isInstanceOf(Answer.Done.class);
        assertThat(town.in(later).seq()).isEqualTo(3);
    }

    @Test
    void should_tell_both_of_each_change() {
        town.befriend(ALICE, BOB);
        for (UserName user : List.of(ALICE, BOB)) {
            assertThat(town.told.get(user)).extracting(it -> it.contentType()).containsOnly(ContentTypes.CHANGE);
            assertThat(town.textsToldTo(user).get(0)).contains("contact-requested");
            assertThat(town.textsToldTo(user).get(1)).contains("contact-accepted");
        }
        assertThat(town.touched).containsExactlyInAnyOrder(ALICE, BOB);
    }

    @Test
    void should_make_contacts_of_two_who_ask_each_other_at_once() {
        CompletionStage<Answer> one = town.ask(ALICE, town.newId(), "contact/request", ASK_BOB);
        CompletionStage<Answer> other = town.ask(BOB, town.newId(), "contact/request", ASK_ALICE);
        assertThat(town.in(one)).isInstanceOf(Answer.Done.class);
        assertThat(town.in(other)).isInstanceOf(Answer.Done.class);
        assertThat(town.contactsOf(ALICE)).containsExactly("bob contact");
        assertThat(town.contactsOf(BOB)).containsExactly("alice contact");
        assertThat(town.textsToldTo(ALICE)).hasSize(2).isEqualTo(town.textsToldTo(BOB));
    }

    @Test
    void should_let_users_write_to_themselves_whatever_they_wish() {
        town.call(ALICE, "profile/set", "{\"writable\":\"nobody\"}");
        assertThat(town.say(ALICE, ALICE, "note").seq()).isEqualTo(1);
        assertThat(town.refused(ALICE, "contact/request", ASK_ALICE).reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(town.refused(ALICE, "contact/block", ASK_ALICE).reason()).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void should_refuse_a_change_of_groups_and_one_nobody_can_read() {
        assertThat(town.in(town.propose(change(Contents.write(Change.of(Change.Kind.JOINED)))))
                        .reason())
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(town.in(town.propose(change(new byte[] {'?'}))).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(town.log.log(CHAT)).isEmpty();
    }

    private Submission change(byte[] content) {
        return new Submission(
                CHAT, Town.phone(ALICE), 1, town.newId(), null, 0, ContentTypes.CHANGE, Content.wrap(content));
    }

    @Test
    void should_show_typing_of_who_may_write_only() {
        town.say(ALICE, BOB, "before");
        assertThat(typing(ALICE)).containsExactly(BOB);
        town.call(BOB, "contact/block", ASK_ALICE);
        assertThat(typing(ALICE)).isEmpty();
        assertThat(typing(CAROL)).isEmpty();
        town.restart();
        assertThat(typing(ALICE)).isEmpty();
        town.time.pass(1_000);
        assertThat(typing(ALICE)).isEmpty();
        town.call(BOB, "contact/unblock", ASK_ALICE);
        assertThat(typing(ALICE)).containsExactly(BOB);
    }

    private List<UserName> typing(UserName from) {
        List<UserName> told = new ArrayList<>();
        town.owner(CHAT).signal(from, told::add);
        return told;
    }

    @Test
    void should_keep_edits_and_reactions_of_the_blocked_but_let_them_recall_what_they_said() {
        Chats chats = new StoredChats(town.people.profiles(), town.people.contacts());
        ChatRules rules = new ChatRules(CHAT, chats);
        Stores.await(rules.load()).run();
        for (Amendment.Kind kind : Amendment.Kind.values()) {
            assertThat(rules.refusalOfAmendment(amendment(ALICE, kind), 0)).isNull();
            assertThat(rules.refusalOfAmendment(amendment(CAROL, kind), 0)).isEqualTo(Reason.NOT_ALLOWED);
        }
        town.call(BOB, "contact/block", ASK_ALICE);
        Stores.await(rules.load()).run();
        for (Amendment.Kind kind : Amendment.Kind.values()) {
            assertThat(rules.refusalOfAmendment(amendment(ALICE, kind), 0))
                    .isEqualTo(kind == Amendment.Kind.RECALL ? null : Reason.NOT_DELIVERED);
        }
    }

    private Submission amendment(UserName from, Amendment.Kind kind) {
        byte[] content = Contents.write(new Amendment(kind, 1, "x", "text/plain", ""));
        return new Submission(
                CHAT.amendments(),
                Town.phone(from),
                1,
                town.newId(),
                null,
                0,
                ContentTypes.AMENDMENT,
                Content.wrap(content));
    }
}
