package io.parley.cli.client;

import io.parley.cli.account.SignIn;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.script.Server;
import io.parley.cli.track.Live;
import io.parley.protocol.TrackName;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.SignInRefusedException;
import io.parley.sdk.TrackPublisher;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Live location over the SDK; an endpoint that keeps nothing and acknowledges no message, as {@link SdkServer}. */
public final class SdkLive implements Live {
    private final ParleyClient client;
    private final Duration patience;
    private final Seat seat;

    private SdkLive(ParleyClient client, Duration patience, Seat seat) {
        this.client = client;
        this.patience = patience;
        this.seat = seat;
    }

    /** A {@link Live.Opener}. Does not wait for the connection. */
    public static Live open(SignIn who, Duration patience) throws IOException {
        Seat seat = Seat.take(who.user());
        try {
            ParleyClient client = who.client()
                    .endpoint(seat.endpoint())
                    .inMemory()
                    .newestOnly(1)
                    .receipts(ReceiptMode.MANUAL)
                    .open();
            return new SdkLive(client, patience, seat);
        } catch (IllegalStateException e) {
            seat.close();
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (UsageException | IOException e) {
            seat.close();
            throw e;
        }
    }

    @Override
    public Optional<Answer> connect() throws InterruptedException {
        try {
            client.online().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(Answer.refused(
                    Server.TIMED_OUT, "no connection in " + patience.toSeconds() + " s: " + client.state()));
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof SignInRefusedException ? Server.SIGN_IN_REFUSED : "failed";
            return Optional.of(
                    Answer.refused(reason, String.valueOf(client.state().reason())));
        }
    }

    @Override
    public TrackPublisher publish(TrackName track, PublishOptions options) {
        return client.publisher(track, options);
    }

    @Override
    public TrackView watch(TrackName track, TrackView.Need need, TrackWatcher watcher) {
        return client.view(track, need, watcher);
    }

    @Override
    public void close() {
        client.close();
        seat.close();
    }
}
