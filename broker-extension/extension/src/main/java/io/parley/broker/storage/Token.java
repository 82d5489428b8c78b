package io.parley.broker.storage;

import io.parley.protocol.UserName;

/**
 * What lets a program speak for a user over HTTP, as the directory keeps it: never the secret itself.
 *
 * @param label what its owner calls it, may be empty
 * @param createdAt Unix milliseconds
 * @param lastUsed Unix milliseconds, some minutes to an hour behind; 0 if it was never used
 */
public record Token(TokenHash hash, UserName user, String label, long createdAt, long lastUsed) {
    /** What people name it by; tells nothing about the secret. */
    public String id() {
        return hash.id();
    }

    @Override
    public String toString() {
        return "Token[" + id() + " of " + user + "]";
    }
}
