package io.parley.broker.storage;

import io.parley.protocol.UserName;

/**
 * A user as the directory keeps it.
 *
 * @param passwordHash Argon2id in PHC string format; never logged
 * @param createdAt Unix milliseconds
 */
public record Account(UserName name, String passwordHash, long createdAt) {
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
