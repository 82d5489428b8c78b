package io.parley.broker.presence;

import java.time.Duration;

/**
 * @param offlineAfter a user without a session for that long is told to be offline; what is shorter is not seen
 * @param refresh how often it is stored that a user is still online; after twice that, what is stored is stale
 * @param watchedMax users one connection may watch
 * @param watchersMax connections that are told of one user at once; others hear of it with their next heartbeat
 * @param heartbeat how often a watcher says it is there, and is told where things stand
 */
public record PresenceSettings(
        Duration offlineAfter, Duration refresh, int watchedMax, int watchersMax, Duration heartbeat) {
    public static final PresenceSettings DEFAULT =
            new PresenceSettings(Duration.ofSeconds(10), Duration.ofMinutes(15), 200, 10_000, Duration.ofSeconds(60));
}
