package io.parley.broker.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Audience;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.Relation;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatStateTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);
    private static final Relation CONTACTS = Relation.contacts(1, 1);
    private static final long NOW = 1_000;

    private static Profile writableBy(UserName user, Audience audience) {
        return new ProfileChange(null, null, null, null, audience, null, null).appliedTo(Profile.initial(user));
    }

    /** Of a chat in which bob lets {@code audience} write. */
    private static ChatState chat(Audience audience, boolean aliceBlocks, boolean bobBlocks, Relation relation) {
        return new ChatState(CHAT, Profile.initial(ALICE), writableBy(BOB, audience), aliceBlocks, bobBlocks, relation);
    }

    private static Change change(Kind kind) {
        return new Change(kind, List.of(), null, kind == Kind.REQUESTED ? NOW + 1_000 : 0, "", null);
    }

    @Test
    void should_let_anybody_write_to_who_lets_everybody() {
        ChatState strangers = chat(Audience.EVERYONE, false, false, Relation.STRANGERS);
        assertThat(strangers.refusalOfMessage(ALICE)).isEmpty();
        assertThat(strangers.refusalOfMessage(BOB)).isEmpty();
    }

    @Test
    void should_let_contacts_write_and_no_others_if_that_is_wished() {
        assertThat(chat(Audience.CONTACTS, false, false, Relation.STRANGERS).refusalOfMessage(ALICE))
                .contains(ChatState.NOT_DELIVERED);
        Relation asked = Relation.requested(ALICE, "", NOW + 1_000, 1, 1);
        assertThat(chat(Audience.CONTACTS, false, false, asked).refusalOfMessage(ALICE))
                .contains(ChatState.NOT_DELIVERED);
        assertThat(chat(Audience.CONTACTS, false, false, CONTACTS).refusalOfMessage(ALICE))
                .isEmpty();
        assertThat(chat(Audience.NOBODY, false, false, CONTACTS).refusalOfMessage(ALICE))
                .contains(ChatState.NOT_DELIVERED);
        assertThat(chat(Audience.NOBODY, false, false, Relation.STRANGERS).refusalOfMessage(BOB))
                .isEmpty();
    }

    @Test
    void should_let_anybody_ask_whatever_the_policy() {
        for (Audience audience : Audience.values()) {
            assertThat(chat(audience, false, false, Relation.STRANGERS).refusalOf(change(Kind.REQUESTED), ALICE, NOW))
                    .isEmpty();
        }
    }

    @Test
    void should_keep_messages_and_requests_from_who_blocks_and_tell_the_blocked_no_more_than_a_stranger() {
        ChatState blocked = chat(Audience.EVERYONE, false, true, CONTACTS);
        assertThat(blocked.refusalOfMessage(ALICE)).contains(ChatState.NOT_DELIVERED);
        assertThat(chat(Audience.EVERYONE, false, true, Relation.STRANGERS)
                        .refusalOf(change(Kind.REQUESTED), ALICE, NOW))
                .contains(ChatState.NOT_DELIVERED);
        assertThat(blocked.refusalOfMessage(BOB)).contains(new Refusal(Reason.NOT_ALLOWED, "unblock alice first"));
        assertThat(chat(Audience.EVERYONE, true, true, CONTACTS).refusalOfMessage(ALICE))
                .contains(ChatState.NOT_DELIVERED);
    }

    @Test
    void should_let_both_let_go_in_spite_of_a_block() {
        ChatState blocked = chat(Audience.EVERYONE, false, true, CONTACTS);
        assertThat(blocked.refusalOf(change(Kind.ENDED), ALICE, NOW)).isEmpty();
        assertThat(blocked.refusalOf(change(Kind.ENDED), BOB, NOW)).isEmpty();
        ChatState asked = chat(Audience.EVERYONE, true, false, Relation.requested(ALICE, "", NOW + 1_000, 1, 1));
        assertThat(asked.refusalOf(change(Kind.WITHDRAWN), ALICE, NOW)).isEmpty();
        assertThat(asked.refusalOf(change(Kind.REJECTED), BOB, NOW)).isEmpty();
        assertThat(asked.refusalOf(change(Kind.ACCEPTED), BOB, NOW)).contains(ChatState.NOT_DELIVERED);
    }

    @Test
    void should_let_a_user_write_to_themself_always() {
        Profile hermit = writableBy(ALICE, Audience.NOBODY);
        ChatState notes =
                new ChatState(ConversationId.chat(ALICE, ALICE), hermit, hermit, false, false, Relation.STRANGERS);
        assertThat(notes.refusalOfMessage(ALICE)).isEmpty();
        assertThat(notes.refusalOf(change(Kind.REQUESTED), ALICE, NOW)).isPresent();
    }

    @Test
    void should_judge_what_follows_a_change_after_it_and_take_no_change_twice() {
        ChatState asked =
                chat(Audience.CONTACTS, false, false, Relation.STRANGERS).after(change(Kind.REQUESTED), ALICE, NOW, 5);
        ChatState contacts = asked.after(change(Kind.ACCEPTED), BOB, NOW, 6);
        assertThat(contacts.refusalOfMessage(ALICE)).isEmpty();
        assertThat(contacts.after(change(Kind.REQUESTED), ALICE, NOW, 5)).isSameAs(contacts);
        assertThat(contacts.after(change(Kind.ACCEPTED), BOB, NOW, 6)).isSameAs(contacts);
    }
}
