package io.parley.broker.location;

import java.time.Duration;

/**
 * Bounds of live location.
 *
 * @param watchedMax tracks one connection may watch
 * @param publishedMax tracks one connection may publish to at once
 * @param heartbeat how often a node tells owners who watches there
 * @param slowDownAfter so long after the last one looked away publishers are told to send less; more is told at once
 * @param lastSaved how often the newest point of a track is stored at most
 * @param membersChecked how often it is looked whether those who view as members of a group still are
 * @param refreshed how often an owner looks at what is stored of its track, should it have missed a change
 * @param idleMax how long an owner stays that nobody speaks to
 * @param takenMax a viewer that has not taken a point for so long is sent one more all the same
 */
public record LocationSettings(
        int watchedMax,
        int publishedMax,
        Duration heartbeat,
        Duration slowDownAfter,
        Duration lastSaved,
        Duration membersChecked,
        Duration refreshed,
        Duration idleMax,
        Duration takenMax) {
    public static final LocationSettings DEFAULT = new LocationSettings(
            200,
            50,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMillis(700),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(30));
}
