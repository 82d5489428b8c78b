package io.parley.sdk;

import java.time.Duration;

/**
 * How a {@link TrackPublisher} spares the battery and the network.
 *
 * @param stillMetres who has moved less than this, or less than half of how uncertain the position is, stands still; 0 and up
 * @param heartbeat how often a position is sent while standing still, 1 s and up; never more often than the server wants one
 * @param detail the time between positions that are kept for the track's history while the server wants few: they leave
 *     together with the one it wants. As long as {@link #NO_DETAIL} or longer than what the server wants: none is kept
 * @param waitingMax how many positions wait without a network, 2 to 100,000; past it those go that the line can best spare,
 *     and never the newest
 */
public record PublishOptions(double stillMetres, Duration heartbeat, Duration detail, int waitingMax) {
    public static final Duration NO_DETAIL = Duration.ofDays(365);

    public static final PublishOptions DEFAULT = new PublishOptions(10, Duration.ofSeconds(60), NO_DETAIL, 1_000);

    public PublishOptions {
        if (!(stillMetres >= 0 && stillMetres < 1e6)) {
            throw new IllegalArgumentException("stillMetres must be 0 to 1,000,000, was " + stillMetres);
        }
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0 || detail.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "heartbeat is 1 s and up, was " + heartbeat + "; detail 100 ms and up, was " + detail);
        }
        if (waitingMax < 2 || waitingMax > 100_000) {
            throw new IllegalArgumentException("waitingMax must be 2 to 100,000, was " + waitingMax);
        }
    }

    /** Nothing counts as standing still: every position is sent, as often as the server wants one. */
    public PublishOptions everything() {
        return new PublishOptions(0, heartbeat, detail, waitingMax);
    }

    public PublishOptions detail(Duration between) {
        return new PublishOptions(stillMetres, heartbeat, between, waitingMax);
    }
}
