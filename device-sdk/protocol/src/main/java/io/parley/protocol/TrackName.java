package io.parley.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * The handle of a track, chosen by whoever creates it or made by the server, for ever. Same alphabet and length as a
 * {@link UserName}, another space of names. It is the topic level of {@code track/{track}/point}.
 */
public record TrackName(String value) implements Comparable<TrackName> {
    public static final int LENGTH_MAX = UserName.LENGTH_MAX;

    /** @throws IllegalArgumentException if {@code value} is no valid handle */
    public TrackName {
        Objects.requireNonNull(value);
        if (!UserName.isValid(value)) {
            throw new IllegalArgumentException(
                    "track name must be 1 to " + LENGTH_MAX + " of a-z 0-9 . _ - and start with a letter or digit");
        }
    }

    public static Optional<TrackName> parse(String value) {
        return UserName.isValid(value) ? Optional.of(new TrackName(value)) : Optional.empty();
    }

    @Override
    public int compareTo(TrackName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
