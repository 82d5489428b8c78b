package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import org.junit.jupiter.api.Test;

/** What every {@link PresenceStore} must do. */
public abstract class PresenceStoreConformanceTest {
    private static final long AT = 1_700_000_000_000L;

    private final UserName user = Stores.freshChat().first();

    protected abstract Stores stores();

    @Test
    void should_keep_what_was_told_last() {
        PresenceStore store = stores().presence();
        assertThat(await(store.find(user))).isEqualTo(Presence.NEVER);
        await(store.save(user, new Presence(true, AT)));
        assertThat(await(store.find(user))).isEqualTo(new Presence(true, AT));
        await(store.save(user, new Presence(false, AT + 5)));
        assertThat(await(store.find(user))).isEqualTo(new Presence(false, AT + 5));
        assertThat(await(store.find(Stores.freshChat().first()))).isEqualTo(Presence.NEVER);
    }

    @Test
    void should_not_go_back_when_an_older_one_comes_late() {
        PresenceStore store = stores().presence();
        await(store.save(user, new Presence(true, AT + 5)));
        await(store.save(user, new Presence(false, AT)));
        assertThat(await(store.find(user))).isEqualTo(new Presence(true, AT + 5));
    }
}
