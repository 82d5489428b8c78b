package io.parley.sdk;

import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user is connected, as far as they let the own user know.
 *
 * @param seen when they last were; null if that is not told
 */
public record Presence(
        UserName user, boolean online, @Nullable Instant seen) implements Event {
    public Optional<Instant> lastSeen() {
        return Optional.ofNullable(seen);
    }
}
