package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every {@link ContactStore} must do. */
public abstract class ContactStoreConformanceTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    private final ConversationId chat = Stores.freshChat();
    private final UserName alice = chat.first();
    private final UserName bob = chat.second();

    protected abstract Stores stores();

    private List<Contact> list(UserName user, Optional<Contact.Kind> kind) {
        return all(cursor -> stores().contacts().list(user, kind, 3, cursor));
    }

    private static List<Contact> all(Function<Optional<String>, CompletionStage<Slice<Contact>>> pages) {
        List<Contact> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Slice<Contact> page = await(pages.apply(cursor));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return found;
    }

    @Test
    void should_take_users_for_strangers_who_never_met() {
        assertThat(await(stores().contacts().relation(chat))).isEqualTo(Relation.STRANGERS);
        assertThat(list(alice, Optional.empty())).isEmpty();
        assertThat(await(stores().contacts().isBlocked(alice, bob))).isFalse();
    }

    @Test
    void should_show_a_request_to_both_each_from_their_side() {
        Relation asked = Relation.requested(alice, "the climber", 9_000, 1_000, 3);
        await(stores().contacts().save(chat, asked));
        await(stores().contacts().save(chat, asked));
        assertThat(await(stores().contacts().relation(chat))).isEqualTo(asked);
        assertThat(list(alice, Optional.empty()))
                .containsExactly(new Contact(bob, Contact.Kind.OUTGOING, "the climber", 1_000, 9_000));
        assertThat(list(bob, Optional.of(Contact.Kind.INCOMING)))
                .containsExactly(new Contact(alice, Contact.Kind.INCOMING, "the climber", 1_000, 9_000));
        assertThat(list(bob, Optional.of(Contact.Kind.CONTACT))).isEmpty();
    }

    @Test
    void should_keep_the_later_version_whichever_is_saved_last() {
        await(stores().contacts().save(chat, Relation.contacts(2_000, 7)));
        await(stores().contacts().save(chat, Relation.requested(bob, "late", 9_000, 1_000, 5)));
        assertThat(await(stores().contacts().relation(chat))).isEqualTo(Relation.contacts(2_000, 7));
        assertThat(list(alice, Optional.empty())).containsExactly(new Contact(bob, Contact.Kind.CONTACT, "", 2_000, 0));

        await(stores().contacts().save(chat, Relation.none(3_000, 9)));
        await(stores().contacts().save(chat, Relation.contacts(2_000, 7)));
        assertThat(await(stores().contacts().relation(chat))).isEqualTo(Relation.none(3_000, 9));
        assertThat(list(alice, Optional.empty())).isEmpty();
        assertThat(list(bob, Optional.empty())).isEmpty();

        await(stores().contacts().save(chat, Relation.requested(bob, "", 9_000, 4_000, 10)));
        assertThat(list(alice, Optional.empty()))
                .containsExactly(new Contact(bob, Contact.Kind.INCOMING, "", 4_000, 9_000));
    }

    @Test
    void should_list_many_page_by_page_all_or_of_one_kind() {
        for (int i = 0; i < 20; i++) {
            ConversationId one = ConversationId.chat(alice, new UserName("peer" + i));
            Relation relation =
                    i % 4 == 0 ? Relation.requested(alice, "", 9_000, i, i + 1) : Relation.contacts(i, i + 1);
            await(stores().contacts().save(one, relation));
        }
        assertThat(list(alice, Optional.empty())).hasSize(20).doesNotHaveDuplicates();
        assertThat(list(alice, Optional.of(Contact.Kind.OUTGOING)))
                .extracting(contact -> contact.peer().value())
                .containsExactlyInAnyOrder("peer0", "peer4", "peer8", "peer12", "peer16");
        assertThat(list(alice, Optional.of(Contact.Kind.CONTACT))).hasSize(15);
    }

    @Test
    void should_block_one_way_until_it_is_ended() {
        await(stores().contacts().block(alice, bob, 1_000));
        await(stores().contacts().block(alice, bob, 2_000));
        assertThat(await(stores().contacts().isBlocked(alice, bob))).isTrue();
        assertThat(await(stores().contacts().isBlocked(bob, alice))).isFalse();
        assertThat(all(cursor -> stores().contacts().blocked(alice, 3, cursor)))
                .containsExactly(new Contact(bob, Contact.Kind.BLOCKED, "", 1_000, 0));
        assertThat(all(cursor -> stores().contacts().blocked(bob, 3, cursor))).isEmpty();

        await(stores().contacts().unblock(alice, bob));
        await(stores().contacts().unblock(alice, bob));
        assertThat(await(stores().contacts().isBlocked(alice, bob))).isFalse();
        await(stores().contacts().block(alice, bob, 3_000));
        assertThat(await(stores().contacts().isBlocked(alice, bob))).isTrue();
    }

    @Test
    void should_list_all_of_many_who_are_blocked() {
        for (int i = 0; i < 10; i++) {
            await(stores().contacts().block(alice, new UserName("peer" + i), i));
        }
        assertThat(all(cursor -> stores().contacts().blocked(alice, 3, cursor)))
                .hasSize(10)
                .doesNotHaveDuplicates();
    }

    @Test
    void should_count_each_request_of_a_day_once_up_to_the_bound() {
        for (int i = 0; i < 3; i++) {
            assertThat(await(stores().contacts().countRequest(alice, DAY, Stores.id(1_000, i), 3)))
                    .isTrue();
        }
        assertThat(await(stores().contacts().countRequest(alice, DAY, Stores.id(1_000, 3), 3)))
                .isFalse();
        assertThat(await(stores().contacts().countRequest(alice, DAY, Stores.id(1_000, 1), 3)))
                .isTrue();
        assertThat(await(stores().contacts().countRequest(alice, DAY.plusDays(1), Stores.id(1_000, 3), 3)))
                .isTrue();
        assertThat(await(stores().contacts().countRequest(bob, DAY, Stores.id(1_000, 3), 3)))
                .isTrue();
    }

    @Test
    void should_let_no_more_than_the_bound_through_at_once() {
        List<CompletionStage<Boolean>> counting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            counting.add(stores().contacts().countRequest(alice, DAY, Stores.id(1_000, i), 4));
        }
        assertThat(counting.stream().filter(Stores::await)).hasSize(4);
    }

    @Test
    void should_refuse_a_cursor_that_is_none() {
        assertThatThrownBy(() -> stores().contacts().list(alice, Optional.empty(), 3, Optional.of("no cursor!")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
