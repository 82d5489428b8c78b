package io.parley.broker.storage;

/**
 * SHA-256 of a token's 32 random bytes. That much chance needs neither salt nor a slow function: there is nothing to guess
 * from.
 *
 * @param hex 64 digits
 */
public record TokenHash(String hex) {
    private static final int ID_LENGTH = 12;

    public TokenHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal digits, this one " + hex.length());
        }
    }

    /** Enough of it to tell the tokens of one user apart. */
    public String id() {
        return hex.substring(0, ID_LENGTH);
    }

    @Override
    public String toString() {
        return id();
    }
}
