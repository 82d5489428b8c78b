package io.parley.broker.storage;

import io.parley.protocol.UserName;

/**
 * What a fence is known by: its user, and the name they gave it.
 *
 * @param name same alphabet and length as a {@link UserName}
 */
public record FenceId(UserName owner, String name) {
    public FenceId {
        if (!UserName.isValid(name)) {
            throw new IllegalArgumentException("fence name must be 1 to " + UserName.LENGTH_MAX
                    + " of a-z 0-9 . _ - and start with a letter or digit");
        }
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
