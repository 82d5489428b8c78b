package io.parley.broker.location;

import io.parley.broker.storage.TokenHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a guest link holds: 32 random bytes as base64url, 43 characters. Of it only the hash is stored; whoever reads the
 * store cannot look.
 */
final class GuestToken {
    private static final int BYTES = 32;
    private static final int LENGTH = 43;

    private GuestToken() {}

    /** @param random a secure one */
    static String generate(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return empty if {@code text} cannot be a token */
    static Optional<TokenHash> hash(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getUrlDecoder().decode(text);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
            return Optional.of(new TokenHash(HexFormat.of().formatHex(hash)));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
