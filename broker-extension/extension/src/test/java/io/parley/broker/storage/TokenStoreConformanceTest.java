package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every {@link TokenStore} must do. */
public abstract class TokenStoreConformanceTest {
    private static final long NEVER = 0;

    private final UserName user = Stores.freshChat().first();
    private final Random random = new Random();

    protected abstract Stores stores();

    private Token token(UserName owner, String label, long createdAt) {
        String hex = random.ints(64, 0, 16).mapToObj(Integer::toHexString).collect(Collectors.joining());
        return new Token(new TokenHash(hex), owner, label, createdAt, NEVER);
    }

    @Test
    void should_find_a_token_by_its_hash_and_list_those_of_a_user() {
        TokenStore store = stores().tokens();
        Token older = token(user, "the build", 1_700_000_000_000L);
        Token newer = token(user, "", 1_700_000_000_001L);
        assertThat(await(store.find(older.hash()))).isEmpty();
        assertThat(await(store.ofUser(user))).isEmpty();
        await(store.create(newer));
        await(store.create(older));
        await(store.create(token(Stores.freshChat().first(), "somebody else's", 1)));
        assertThat(await(store.find(older.hash()))).contains(older);
        assertThat(await(store.ofUser(user))).containsExactly(older, newer);
    }

    @Test
    void should_remember_when_it_was_used() {
        TokenStore store = stores().tokens();
        Token token = token(user, "phone", 1_700_000_000_000L);
        await(store.create(token));
        await(store.used(token.hash(), 1_800_000_000_000L));
        assertThat(await(store.find(token.hash())))
                .contains(new Token(token.hash(), user, "phone", 1_700_000_000_000L, 1_800_000_000_000L));
    }

    @Test
    void should_not_bring_a_revoked_token_back_however_it_is_used() {
        TokenStore store = stores().tokens();
        Token token = token(user, "lost", 1_700_000_000_000L);
        Token kept = token(user, "kept", 1_700_000_000_000L);
        await(store.create(token));
        await(store.create(kept));
        await(store.revoke(token, 1_800_000_000_000L));
        await(store.used(token.hash(), 1_800_000_000_001L));
        assertThat(await(store.find(token.hash()))).isEmpty();
        assertThat(await(store.ofUser(user))).containsExactly(kept);
        await(store.revoke(token, 1_800_000_000_002L));
        assertThat(await(store.find(token.hash()))).isEmpty();
    }

    @Test
    void should_not_make_a_token_out_of_the_use_of_one_that_is_none() {
        TokenStore store = stores().tokens();
        Token unknown = token(user, "", 1);
        await(store.used(unknown.hash(), 1_800_000_000_000L));
        assertThat(await(store.find(unknown.hash()))).isEmpty();
    }
}
