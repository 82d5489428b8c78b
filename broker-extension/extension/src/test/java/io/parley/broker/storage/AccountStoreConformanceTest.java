package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import org.junit.jupiter.api.Test;

/** What every {@link AccountStore} must do. */
public abstract class AccountStoreConformanceTest {
    private final UserName name = Stores.freshChat().first();

    protected abstract Stores stores();

    @Test
    void should_give_a_name_to_the_first_who_takes_it() {
        AccountStore store = stores().accounts();
        Account first = new Account(name, "$argon2id$one", 1_700_000_000_000L);
        assertThat(await(store.find(name))).isEmpty();
        assertThat(await(store.create(first))).isTrue();
        assertThat(await(store.create(new Account(name, "$argon2id$two", 1_800_000_000_000L))))
                .isFalse();
        assertThat(await(store.find(name))).contains(first);
    }

    @Test
    void should_change_a_password_and_nothing_else() {
        AccountStore store = stores().accounts();
        await(store.create(new Account(name, "$argon2id$one", 1_700_000_000_000L)));
        await(store.setPassword(name, "$argon2id$two"));
        assertThat(await(store.find(name))).contains(new Account(name, "$argon2id$two", 1_700_000_000_000L));
    }
}
