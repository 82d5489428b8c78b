package io.parley.broker.storage.memory;

import io.parley.broker.storage.Account;
import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

final class MemoryAccountStore implements AccountStore {
    private final Calls calls;
    private final Map<UserName, Account> accounts = new HashMap<>();

    MemoryAccountStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Optional<Account>> find(UserName name) {
        return calls.call(() -> Optional.ofNullable(accounts.get(name)));
    }

    @Override
    public CompletionStage<Boolean> create(Account account) {
        return calls.call(() -> accounts.putIfAbsent(account.name(), account) == null);
    }

    @Override
    public CompletionStage<Void> setPassword(UserName name, String passwordHash) {
        return calls.run(() -> accounts.computeIfPresent(
                name, (same, account) -> new Account(name, passwordHash, account.createdAt())));
    }

    /** Only within a call. */
    Set<UserName> names() {
        return accounts.keySet();
    }
}
