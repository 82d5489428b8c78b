package io.parley.cli.client;

import io.parley.cli.account.SignIn;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.script.Server;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.ReceiptMode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of a script over the SDK. The script's endpoint keeps nothing and says of nothing that it was received: nobody
 * is to see a tick because a script ran.
 */
public final class SdkServer implements Server {
    /** Later than this side gives up: what it says then is said better. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ParleyClient client;
    private final Duration patience;
    private final Seat seat;
    private final CompletableFuture<Answer> over;

    private SdkServer(ParleyClient client, Duration patience, Seat seat, CompletableFuture<Answer> over) {
        this.client = client;
        this.patience = patience;
        this.seat = seat;
        this.over = over;
    }

    /** A {@link Server.Opener}. Does not wait for the connection. */
    public static Server open(SignIn who, Duration patience) throws IOException {
        Seat seat = Seat.take(who.user());
        CompletableFuture<Answer> over = new CompletableFuture<>();
        try {
            ParleyClient client = who.client()
                    .endpoint(seat.endpoint())
                    .inMemory()
                    .newestOnly(1)
                    .receipts(ReceiptMode.MANUAL)
                    .onState(state -> watch(state, over))
                    .open();
            return new SdkServer(client, patience, seat, over);
        } catch (IllegalStateException e) {
            seat.close();
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (UsageException | IOException e) {
            seat.close();
            throw e;
        }
    }

    private static void watch(ConnectionState state, CompletableFuture<Answer> over) {
        if (state.phase() == ConnectionState.Phase.REFUSED) {
            over.complete(Answer.refused(SIGN_IN_REFUSED, state.reason()));
        }
    }

    @Override
    public Answer call(Call call) throws InterruptedException {
        CompletableFuture<Answer> answer =
                Calling.call(client, call, patience.plus(MARGIN)).toCompletableFuture();
        try {
            return CompletableFuture.anyOf(answer, over)
                    .thenApply(Answer.class::cast)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Answer.refused(
                    TIMED_OUT, "no answer in " + patience.toSeconds() + " s, connection " + client.state());
        } catch (ExecutionException e) {
            return Answer.refused("failed", String.valueOf(e.getCause()));
        }
    }

    @Override
    public void close() {
        client.close();
        seat.close();
    }
}
