package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link ProfileStore} must do. */
public abstract class ProfileStoreConformanceTest {
    /** Unique among all tests, and short enough that it is a prefix of its own. */
    private final String stem = "u" + Long.toString(System.nanoTime() % 2_176_782_336L * 36, 36);

    private final UserName user = new UserName(stem + "-anna");

    protected abstract Stores stores();

    private UserName made(UserName name) {
        assertThat(await(stores().accounts().create(new Account(name, "$argon2id$one", 1_700_000_000_000L))))
                .isTrue();
        return name;
    }

    private static ProfileChange name(String name) {
        return new ProfileChange(name, null, null, null, null, null, null);
    }

    private List<UserName> found(String text) {
        NameQuery query = NameQuery.parse(text).orElseThrow();
        List<UserName> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Slice<Profile> page = await(stores().profiles().find(query, 3, cursor));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            page.items().forEach(profile -> found.add(profile.user()));
            cursor = page.next();
        } while (cursor.isPresent());
        return found;
    }

    @Test
    void should_know_no_profile_of_nobody() {
        assertThat(await(stores().profiles().find(user))).isEmpty();
        assertThat(await(stores().profiles().set(user, name("Nobody")))).isFalse();
        assertThat(await(stores().profiles().set(user, name(null)))).isFalse();
        assertThat(await(stores().profiles().find(user))).isEmpty();
        assertThat(await(stores().accounts().find(user))).isEmpty();
    }

    @Test
    void should_give_every_account_a_profile_by_which_it_is_found() {
        made(user);
        assertThat(await(stores().profiles().find(user))).contains(Profile.initial(user));
        assertThat(found(stem)).containsExactly(user);
        assertThat(found(stem.toUpperCase(Locale.ROOT))).containsExactly(user);
        assertThat(found(user.value())).containsExactly(user);
        assertThat(found(user.value() + "x")).isEmpty();
    }

    @Test
    void should_set_what_is_given_and_keep_the_rest() {
        made(user);
        ProfileChange first = new ProfileChange(
                "Anna K.", "https://example.org/a.png", "here", Audience.NOBODY, Audience.CONTACTS, null, null);
        ProfileChange second = new ProfileChange(null, null, "", null, null, Audience.EVERYONE, Audience.NOBODY);
        assertThat(await(stores().profiles().set(user, first))).isTrue();
        assertThat(await(stores().profiles().set(user, second))).isTrue();
        assertThat(await(stores().profiles().find(user)))
                .contains(new Profile(
                        user,
                        "Anna K.",
                        "https://example.org/a.png",
                        "",
                        Audience.NOBODY,
                        Audience.CONTACTS,
                        Audience.EVERYONE,
                        Audience.NOBODY));
        assertThat(await(stores().accounts().find(user)))
                .contains(new Account(user, "$argon2id$one", 1_700_000_000_000L));
    }

    @Test
    void should_find_by_each_word_of_the_newest_name_and_no_longer_by_a_former_one() {
        made(user);
        await(stores().profiles().set(user, name("Zoë Old" + stem)));
        assertThat(found("old" + stem)).containsExactly(user);
        await(stores().profiles().set(user, name("Zoë  Ünal-" + stem + ", " + stem + "né")));
        assertThat(found("old" + stem)).isEmpty();
        assertThat(found("unal-" + stem)).containsExactly(user);
        assertThat(found(stem + "NE zo")).containsExactly(user);
        assertThat(found(stem + "-anna")).containsExactly(user);
        assertThat(found(stem + "ne zx")).isEmpty();
    }

    @Test
    void should_find_all_of_many_page_by_page_each_once() {
        List<UserName> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(made(new UserName(stem + "-" + i)));
        }
        assertThat(found(stem)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void should_refuse_a_cursor_that_is_none() {
        NameQuery query = NameQuery.parse(stem).orElseThrow();
        assertThatThrownBy(() -> stores().profiles().find(query, 3, Optional.of("no cursor!")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
