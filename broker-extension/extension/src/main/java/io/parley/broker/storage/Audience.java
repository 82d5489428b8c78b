package io.parley.broker.storage;

import java.util.Optional;

/** Whom a user lets do something: find them, write to them, see their presence, add them to groups. */
public enum Audience {
    EVERYONE("everyone"),
    CONTACTS("contacts"),
    NOBODY("nobody");

    private final String code;

    Audience(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Whether somebody is in it who is a contact of the user, or is not. */
    public boolean includes(boolean contact) {
        return this == EVERYONE || (this == CONTACTS && contact);
    }

    public static Optional<Audience> ofCode(String code) {
        for (Audience audience : values()) {
            if (audience.code.equals(code)) {
                return Optional.of(audience);
            }
        }
        return Optional.empty();
    }
}
