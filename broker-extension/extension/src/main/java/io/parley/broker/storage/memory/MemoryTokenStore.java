package io.parley.broker.storage.memory;

import io.parley.broker.storage.Token;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.TokenStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.UserName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

final class MemoryTokenStore implements TokenStore {
    private final Calls calls;
    private final Map<TokenHash, Token> tokens = new HashMap<>();

    MemoryTokenStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Void> create(Token token) {
        return calls.run(() -> tokens.put(token.hash(), token));
    }

    @Override
    public CompletionStage<Optional<Token>> find(TokenHash hash) {
        return calls.call(() -> Optional.ofNullable(tokens.get(hash)));
    }

    @Override
    public CompletionStage<List<Token>> ofUser(UserName user) {
        return calls.call(() -> tokens.values().stream()
                .filter(token -> token.user().equals(user))
                .sorted(Comparator.comparingLong(Token::createdAt).thenComparing(Token::id))
                .toList());
    }

    @Override
    public CompletionStage<Void> revoke(Token token, long at) {
        return calls.run(() -> tokens.remove(token.hash()));
    }

    @Override
    public CompletionStage<Void> used(TokenHash hash, long at) {
        return calls.run(() -> tokens.computeIfPresent(
                hash, (same, token) -> new Token(hash, token.user(), token.label(), token.createdAt(), at)));
    }
}
