package io.parley.sdk;

/** Told of one track it watches, on the executor given to the client, one thing at a time. */
@FunctionalInterface
public interface TrackWatcher {
    /**
     * Where it is now; first the last known position. While this runs, newer ones replace each other: a slow watcher gets
     * the newest, never a backlog.
     */
    void seen(Sighting sighting);

    /**
     * Nothing more comes.
     *
     * @param why {@code ended}, or why the server refused: {@code not-allowed}, {@code unknown-track}
     */
    default void over(String why) {}
}
