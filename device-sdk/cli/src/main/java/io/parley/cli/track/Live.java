package io.parley.cli.track;

import io.parley.cli.account.SignIn;
import io.parley.cli.messenger.Answer;
import io.parley.protocol.TrackName;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.TrackPublisher;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Somebody signed in who publishes or watches. */
public interface Live extends AutoCloseable {
    /** Waits for the connection. @return why there is none, with the reasons of {@link io.parley.cli.script.Server} */
    Optional<Answer> connect() throws InterruptedException;

    TrackPublisher publish(TrackName track, PublishOptions options);

    TrackView watch(TrackName track, TrackView.Need need, TrackWatcher watcher);

    @Override
    void close();

    /** Signs in. */
    interface Opener {
        Live open(SignIn who, Duration patience) throws IOException;
    }
}
