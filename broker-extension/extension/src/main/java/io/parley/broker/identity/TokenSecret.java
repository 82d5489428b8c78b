package io.parley.broker.identity;

import io.parley.broker.storage.TokenHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the owner of a token holds: 32 random bytes, written so that people and scanners recognize a leaked one.
 *
 * <pre>parley_&lt;43 characters of base64url&gt;</pre>
 */
final class TokenSecret {
    private static final String PREFIX = "parley_";
    private static final int BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 43;

    private TokenSecret() {}

    /** @param random a secure one */
    static String generate(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return empty if {@code text} cannot be a token */
    static Optional<TokenHash> hash(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
            return Optional.of(new TokenHash(HexFormat.of().formatHex(hash)));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
