package io.parley.broker.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.broker.conversation.Directory;
import io.parley.broker.storage.AccountStore;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * {@link Directory} over the accounts. Accounts are not removed, so a yes is kept long; a no only for moments, since the
 * user may be made right after. A failed look-up is not kept. Safe from any thread.
 */
public final class AccountDirectory implements Directory {
    static final Duration KNOWN_TIME = Duration.ofMinutes(10);
    static final Duration UNKNOWN_TIME = Duration.ofSeconds(2);
    private static final int USERS_MAX = 100_000;

    private final AccountStore store;
    private final AsyncCache<UserName, Boolean> cache;

    public AccountDirectory(AccountStore store, Ticker ticker) {
        this.store = store;
        this.cache = Caffeine.newBuilder()
                .maximumSize(USERS_MAX)
                .ticker(ticker)
                .executor(Runnable::run)
                .expireAfter(Expiry.creating((UserName user, Boolean known) -> known ? KNOWN_TIME : UNKNOWN_TIME))
                .buildAsync();
    }

    @Override
    public CompletionStage<Boolean> exists(UserName user) {
        return cache.get(
                user,
                (name, executor) -> store.find(name)
                        .thenApply(account -> account.isPresent())
                        .toCompletableFuture());
    }
}
