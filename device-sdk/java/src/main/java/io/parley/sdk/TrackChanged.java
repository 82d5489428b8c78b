package io.parley.sdk;

import io.parley.protocol.TrackName;
import java.time.Duration;

/**
 * Told to who publishes into a track, watches it, or is let in.
 *
 * @param state {@code active}, to publishers; {@code shared} with the own user, more or otherwise than before; {@code ended}
 *     for the own user; {@code refused}, a position that was not taken
 * @param period how often the server wants a position; zero if it does not say
 * @param reason why a position was refused; empty if none was
 */
public record TrackChanged(TrackName track, String state, Duration period, String reason) implements Event {
    public TrackChanged(TrackName track, String state, Duration period) {
        this(track, state, period, "");
    }

    public boolean isEnded() {
        return state.equals("ended");
    }
}
