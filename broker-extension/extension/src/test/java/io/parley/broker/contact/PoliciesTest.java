package io.parley.broker.contact;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Account;
import io.parley.broker.storage.Audience;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.Relation;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);

    private final MemoryStorage storage = new MemoryStorage(Runnable::run);
    private final Policies policies = new Policies(storage.profiles(), storage.contacts());

    @BeforeEach
    void makeAccounts() {
        await(storage.accounts().create(new Account(ALICE, "$argon2id$one", 1)));
        await(storage.accounts().create(new Account(BOB, "$argon2id$one", 1)));
    }

    private boolean mayBeAddedBy(UserName other) {
        return await(policies.allows(BOB, other, Profile::addable));
    }

    private void bobIsAddableBy(Audience audience) {
        await(storage.profiles().set(BOB, new ProfileChange(null, null, null, null, null, null, audience)));
    }

    @Test
    void should_let_contacts_only_at_first_then_whom_the_user_wishes() {
        assertThat(mayBeAddedBy(ALICE)).isFalse();
        await(storage.contacts().save(CHAT, Relation.contacts(1, 1)));
        assertThat(mayBeAddedBy(ALICE)).isTrue();
        bobIsAddableBy(Audience.NOBODY);
        assertThat(mayBeAddedBy(ALICE)).isFalse();
        assertThat(mayBeAddedBy(BOB)).isTrue();
        await(storage.contacts().save(CHAT, Relation.none(2, 2)));
        bobIsAddableBy(Audience.EVERYONE);
        assertThat(mayBeAddedBy(ALICE)).isTrue();
    }

    @Test
    void should_let_nothing_to_who_is_blocked() {
        await(storage.contacts().save(CHAT, Relation.contacts(1, 1)));
        await(storage.contacts().block(BOB, ALICE, 1));
        assertThat(mayBeAddedBy(ALICE)).isFalse();
        assertThat(await(policies.allows(BOB, ALICE, Profile::findable))).isFalse();
        assertThat(await(policies.allows(ALICE, BOB, Profile::findable))).isTrue();
    }

    @Test
    void should_let_nobody_do_anything_with_who_does_not_exist() {
        assertThat(await(policies.allows(new UserName("nobody"), ALICE, Profile::findable)))
                .isFalse();
    }

    @Test
    void should_read_all_that_decides_in_a_chat() {
        StoredChats reader = new StoredChats(storage.profiles(), storage.contacts());
        bobIsAddableBy(Audience.NOBODY);
        await(storage.contacts().save(CHAT, Relation.contacts(1, 1)));
        await(storage.contacts().block(BOB, ALICE, 1));
        ChatState chat = await(reader.read(CHAT)).orElseThrow();
        assertThat(chat.second().addable()).isEqualTo(Audience.NOBODY);
        assertThat(chat.firstBlocks()).isFalse();
        assertThat(chat.secondBlocks()).isTrue();
        assertThat(chat.relation()).isEqualTo(Relation.contacts(1, 1));
        assertThat(await(reader.read(ConversationId.chat(ALICE, ALICE)))).isPresent();
        assertThat(await(reader.read(ConversationId.chat(ALICE, new UserName("nobody")))))
                .isEmpty();
    }
}
