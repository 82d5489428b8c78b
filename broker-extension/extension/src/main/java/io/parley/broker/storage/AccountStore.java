package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Accounts. Threads and failure as in {@link ConversationStore}. */
public interface AccountStore {
    CompletionStage<Optional<Account>> find(UserName name);

    /** False, and nothing changed, if the name is taken. */
    CompletionStage<Boolean> create(Account account);

    CompletionStage<Void> setPassword(UserName name, String passwordHash);
}
