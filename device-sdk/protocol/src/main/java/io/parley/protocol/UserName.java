package io.parley.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * The handle of a user: 1 to 64 characters of {@code a-z 0-9 . _ -}, the first a letter or digit.
 *
 * <p>It is a topic level, a partition key and a label people read aloud, so it is kept plain on purpose: no case to
 * confuse, no wildcard, no {@code $}, nothing that would need escaping.
 *
 * @param value the handle itself
 */
public record UserName(String value) implements Comparable<UserName> {
    public static final int LENGTH_MAX = 64;

    /** @throws IllegalArgumentException if {@code value} is no valid handle */
    public UserName {
        Objects.requireNonNull(value);
        if (!isValid(value)) {
            throw new IllegalArgumentException("user name must be 1 to " + LENGTH_MAX
                    + " of a-z 0-9 . _ - and start with a letter or digit, was " + abbreviate(value));
        }
    }

    public static Optional<UserName> parse(String value) {
        return isValid(value) ? Optional.of(new UserName(value)) : Optional.empty();
    }

    public static boolean isValid(String value) {
        int length = value.length();
        if (length == 0 || length > LENGTH_MAX || !isAlphanumeric(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static String abbreviate(String value) {
        return value.length() <= 80 ? "'" + value + "'" : "one of " + value.length() + " characters";
    }

    @Override
    public int compareTo(UserName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
