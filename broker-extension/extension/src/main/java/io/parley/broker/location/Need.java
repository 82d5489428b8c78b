package io.parley.broker.location;

import java.util.Optional;

/** How closely somebody looks at a track. Each wants more than the one before. */
public enum Need {
    /** One of many on a map or in a list. */
    LIST("list"),
    /** Watches it move. */
    CLOSE("close");

    private final String code;

    Need(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Need> ofCode(String code) {
        for (Need need : values()) {
            if (need.code.equals(code)) {
                return Optional.of(need);
            }
        }
        return Optional.empty();
    }

    public Need or(Need other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
