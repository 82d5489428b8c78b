package io.parley.broker.identity;

import io.parley.broker.storage.Account;
import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Making and changing accounts, for the command line. Hashes on the calling thread, which it blocks for some 50 ms. */
public final class Accounts {
    public static final int PASSWORD_LENGTH_MIN = 8;
    public static final int PASSWORD_LENGTH_MAX = 256;

    /** Without those that look alike, so that it can be read aloud. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    /** 20 of 31 characters: 99 bits. */
    private static final int GENERATED_LENGTH = 20;

    private final AccountStore store;
    private final EndpointDirectory directory;
    private final Clock clock;

    public Accounts(AccountStore store, EndpointDirectory directory, Clock clock) {
        this.store = store;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Makes an account.
     *
     * @return false, and nothing changed, if the name is taken
     * @throws IllegalArgumentException if the password is shorter or longer than allowed
     */
    public CompletionStage<Boolean> create(UserName name, String password) {
        return store.create(new Account(name, Passwords.hash(checked(password)), clock.millis()));
    }

    /**
     * Replaces a password. Who is signed in stays so; the next login needs the new one. Endpoints that were signed out may
     * come back, with it.
     *
     * @return false, and nothing changed, if there is no such user
     * @throws IllegalArgumentException if the password is shorter or longer than allowed
     */
    public CompletionStage<Boolean> setPassword(UserName name, String password) {
        String hash = Passwords.hash(checked(password));
        return store.find(name)
                .thenCompose(account -> account.isEmpty()
                        ? CompletableFuture.completedFuture(false)
                        : store.setPassword(name, hash)
                                .thenCompose(done -> directory.allowAll(name))
                                .thenApply(done -> true));
    }

    private static byte[] checked(String password) {
        if (password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX) {
            throw new IllegalArgumentException("a password has " + PASSWORD_LENGTH_MIN + " to " + PASSWORD_LENGTH_MAX
                    + " characters, this one " + password.length());
        }
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** @param random a secure one */
    public static String generatePassword(RandomGenerator random) {
        StringBuilder password = new StringBuilder(GENERATED_LENGTH);
        for (int i = 0; i < GENERATED_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
