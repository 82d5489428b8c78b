package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tokens. Threads and failure as in {@link ConversationStore}. */
public interface TokenStore {
    /** Adds one, never used so far. */
    CompletionStage<Void> create(Token token);

    /** Empty if there was never such a token, or it was revoked. */
    CompletionStage<Optional<Token>> find(TokenHash hash);

    /** All that are not revoked, the oldest first. */
    CompletionStage<List<Token>> ofUser(UserName user);

    /** For good; whatever is written of it later does not bring it back. */
    CompletionStage<Void> revoke(Token token, long at);

    CompletionStage<Void> used(TokenHash hash, long at);
}
