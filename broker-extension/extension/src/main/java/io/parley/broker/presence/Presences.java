package io.parley.broker.presence;

import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.util.concurrent.CompletionStage;

/** The presence of every user, on whichever node. Never blocks; safe from any thread. */
public interface Presences {
    /**
     * Whether the user is online, whoever asks: rights are the asker's to heed.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} if nobody can say in time
     */
    CompletionStage<Presence> of(UserName user);

    /** Begins to watch for one connection, nobody at first. */
    Watcher open(UserName viewer, Sink sink);

    /** What one connection watches. */
    interface Watcher {
        /** The sink is told where the user stands, also if it was told before, and of each change, while the viewer may see it. */
        void watch(UserName user);

        void unwatch(UserName user);

        /** The connection is gone. */
        void close();
    }

    /** Where news goes. Called on any thread; must not block. */
    @FunctionalInterface
    interface Sink {
        void tell(UserName user, Presence presence);
    }
}
