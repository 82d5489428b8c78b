package io.parley.broker.identity;

import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.Token;
import io.parley.broker.storage.TokenStore;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Making, listing and revoking tokens, for the command line. */
public final class Tokens {
    public static final int LABEL_LENGTH_MAX = 64;
    /** Tokens one user may have at a time. */
    public static final int PER_USER_MAX = 100;

    private final AccountStore accounts;
    private final TokenStore store;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random a secure one */
    public Tokens(AccountStore accounts, TokenStore store, Clock clock, RandomGenerator random) {
        this.accounts = accounts;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** A new token, with the secret that nobody can tell again. */
    public record Issued(String secret, Token token) {
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }

    /**
     * Makes one.
     *
     * @return empty if there is no such user
     * @throws IllegalArgumentException if the label is too long or not printable; likewise in the stage if the user has as
     *     many tokens as a user may
     */
    public CompletionStage<Optional<Issued>> issue(UserName user, String label) {
        if (label.length() > LABEL_LENGTH_MAX || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a label has at most " + LABEL_LENGTH_MAX + " printable characters, this one " + label.length());
        }
        return accounts.find(user)
                .thenCompose(account ->
                        account.isEmpty() ? CompletableFuture.completedStage(Optional.empty()) : make(user, label));
    }

    private CompletionStage<Optional<Issued>> make(UserName user, String label) {
        return store.ofUser(user).thenCompose(present -> {
            if (present.size() >= PER_USER_MAX) {
                throw new IllegalArgumentException(
                        user + " has " + present.size() + " tokens, the most there may be; revoke one first");
            }
            String secret = TokenSecret.generate(random);
            Token token = new Token(TokenSecret.hash(secret).orElseThrow(), user, label, clock.millis(), 0);
            return store.create(token).thenApply(done -> Optional.of(new Issued(secret, token)));
        });
    }

    public CompletionStage<List<Token>> ofUser(UserName user) {
        return store.ofUser(user);
    }

    /**
     * Ends one. Servers that used it lately notice within {@link TokenGate#BELIEVED}.
     *
     * @return false if the user has none of that id
     */
    public CompletionStage<Boolean> revoke(UserName user, String id) {
        return store.ofUser(user)
                .thenCompose(tokens -> tokens.stream()
                        .filter(token -> token.id().equals(id))
                        .findFirst()
                        .map(token -> store.revoke(token, clock.millis()).thenApply(done -> true))
                        .orElse(CompletableFuture.completedStage(false)));
    }
}
