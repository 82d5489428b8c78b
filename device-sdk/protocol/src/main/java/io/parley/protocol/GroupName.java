package io.parley.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * The handle of a group, chosen by whoever creates it, for ever. Same alphabet and length as a {@link UserName}, another
 * space of names: {@code group/bob} has nothing to do with the user bob.
 */
public record GroupName(String value) implements Comparable<GroupName> {
    /** @throws IllegalArgumentException if {@code value} is no valid handle */
    public GroupName {
        Objects.requireNonNull(value);
        if (!UserName.isValid(value)) {
            throw new IllegalArgumentException("group name must be 1 to " + UserName.LENGTH_MAX
                    + " of a-z 0-9 . _ - and start with a letter or digit");
        }
    }

    public static Optional<GroupName> parse(String value) {
        return UserName.isValid(value) ? Optional.of(new GroupName(value)) : Optional.empty();
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
