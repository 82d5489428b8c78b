package io.parley.sdk;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Publishes where this endpoint is, into one track: as often as the server says it is wanted, and only what is news. Safe
 * from any thread; no method waits. What waits for the network does not survive the process.
 */
public interface TrackPublisher extends AutoCloseable {
    TrackName track();

    /**
     * Takes a position as the device measured it, however often. One that is not newer than the one before is ignored.
     * After the track ended, or refused this user, nothing comes of it.
     */
    void position(LocationPoint point);

    /** How often the server wants a position now: what the device's receiver may be set to. */
    Duration period();

    /** Positions that have not reached the server yet. */
    int waiting();

    /** Positions the server has taken. */
    long taken();

    /**
     * Complete when the track takes nothing from this endpoint any more: with why, {@code ended}, {@code not-allowed}, {@code
     * unknown-track}, or {@code closed}.
     */
    CompletionStage<String> over();

    /** Lets what waits leave, if there is a connection, and publishes no more. */
    @Override
    void close();
}
