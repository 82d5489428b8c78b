package io.parley.broker.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.broker.storage.Account;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords verified lately, so that a thousand clients that come back together cost a thousand HMACs, not Argon2ids.
 * Kept as HMAC-SHA-256 under a key that exists only in this process, and only for the hash they were verified against: a
 * changed password forgets the old one at once. Safe from any thread.
 */
final class Remembered {
    static final Duration TIME = Duration.ofMinutes(10);
    private static final int USERS_MAX = 100_000;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Cache<UserName, Proof> proofs;

    /** @param key random bytes, at least 32 */
    Remembered(byte[] key, Ticker ticker) {
        this.key = new SecretKeySpec(key, HMAC);
        this.proofs = Caffeine.newBuilder()
                .maximumSize(USERS_MAX)
                .expireAfterWrite(TIME)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    private static final class Proof {
        private final String hash;
        private final byte[] hmac;

        Proof(String hash, byte[] hmac) {
            this.hash = hash;
            this.hmac = hmac;
        }
    }

    /** False says nothing about the password. */
    boolean matches(Account account, byte[] password) {
        Proof proof = proofs.getIfPresent(account.name());
        return proof != null
                && proof.hash.equals(account.passwordHash())
                && MessageDigest.isEqual(proof.hmac, hmac(account.name(), password));
    }

    void remember(Account account, byte[] password) {
        proofs.put(account.name(), new Proof(account.passwordHash(), hmac(account.name(), password)));
    }

    private byte[] hmac(UserName user, byte[] password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(user.value().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(password);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
