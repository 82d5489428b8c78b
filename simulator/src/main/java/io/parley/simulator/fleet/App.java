package io.parley.simulator.fleet;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SendOptions;
import io.parley.sdk.SentMessage;
import io.parley.sdk.StatusChange;
import io.parley.simulator.history.Handed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One application on the SDK: writes what it is told to, and remembers what it is handed in the SDK's own transaction.
 * Its steps run one after the other on the host's threads; what the SDK calls back only says so.
 */
final class App {
    private static final int READ_EVERY = 5;
    private static final int HISTORY_PAGE = 5_000;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final String key;
    private final Path store;
    private final String password;
    private final Executor threads;
    private final Consumer<String> say;
    private CompletableFuture<Void> steps = CompletableFuture.completedFuture(null);
    private @Nullable ParleyClient client;

    App(String key, Path store, String password, Executor threads, Consumer<String> say) {
        this.key = key;
        this.store = store;
        this.password = password;
        this.threads = threads;
        this.say = say;
    }

    /** Host's reader thread only; a step may use {@link #client}. */
    private void then(String what, Runnable step) {
        steps = steps.thenRunAsync(step, threads).exceptionally(error -> {
            say.accept(Line.of("trouble", key, what, error));
            return null;
        });
    }

    void open(int port) {
        then("open", () -> {
            if (client == null) {
                client = connect(port);
            }
        });
    }

    private ParleyClient connect(int port) {
        String[] names = key.split("/");
        return ParleyClient.builder()
                .server("tcp://127.0.0.1:" + port)
                .user(names[0])
                .password(password)
                .endpoint(names[1])
                .store(store)
                // the judge wants every message at every endpoint
                .newestOnly(0)
                .executor(threads)
                .onMessageInTransaction(this::handed)
                .onStatus(this::status)
                .onState(state -> say.accept(Line.of("phase", key, state.phase(), state)))
                .onHandlerFailure(failure -> say.accept(Line.of("trouble", key, "handler", failure.error())))
                .open();
    }

    private void handed(ReceivedMessage message, Connection transaction) throws SQLException {
        long count = HandedTable.insert(
                transaction, new Handed(message.conversation(), message.seq(), message.id(), message.from()));
        if (message.seq() % READ_EVERY == 0) {
            message.markRead();
        }
        say.accept(Line.of("handed", key, count));
    }

    private void status(StatusChange change) {
        MessageStatus status = change.status();
        if (status.stage() == MessageStatus.Stage.ACCEPTED || status.stage() == MessageStatus.Stage.FAILED) {
            say.accept(Line.of(
                    "status", key, change.id(), change.conversation(), status.stage(), status.seq(), reason(status)));
        }
    }

    private static String reason(MessageStatus status) {
        return status.failure().map(MessageStatus.Failure::code).orElse(Line.NO_REASON);
    }

    void close() {
        then("close", () -> {
            if (client != null) {
                client.close();
                client = null;
                say.accept(Line.of("phase", key, "AWAY", "closed"));
            }
        });
    }

    /** @param number leads the content, so that the order of sends can be told from the store */
    void write(long number, ConversationId to, int fillerBytes) {
        then("write", () -> {
            if (client == null) {
                return;
            }
            Content content = Content.ofText(number + " " + "x".repeat(fillerBytes));
            SentMessage sent = client.send(to.peerOf(client.endpoint().user()).value(), content, SendOptions.TEXT);
            sent.queued().whenComplete((done, error) -> {
                if (error == null) {
                    say.accept(Line.of("queued", key, number, sent.id(), sent.conversation()));
                } else {
                    say.accept(Line.of("failed", key, number, error));
                }
            });
        });
    }

    /** Tells what the store has of every send of this endpoint. */
    void dump(List<String> peers) {
        then("dump", () -> {
            ParleyClient open = client;
            if (open != null) {
                peers.forEach(peer -> dump(open, peer));
                say.accept(Line.of("dumped", key));
            }
        });
    }

    private void dump(ParleyClient open, String peer) {
        long from = 1;
        List<HistoryEntry> page;
        do {
            page = open.history(peer, from, HISTORY_PAGE);
            for (HistoryEntry entry : page) {
                from = Math.max(from, entry.seq() + 1);
                own(entry);
            }
        } while (page.size() == HISTORY_PAGE);
    }

    private void own(HistoryEntry entry) {
        MessageStatus status = entry.status();
        if (status != null) {
            String text = entry.text();
            say.accept(Line.of(
                    "own",
                    key,
                    text.substring(0, text.indexOf(' ')),
                    entry.id(),
                    entry.conversation(),
                    status.stage(),
                    Math.max(entry.seq(), status.seq()),
                    reason(status)));
        }
    }

    void await() {
        try {
            steps.get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception late) {
            say.accept(Line.of("trouble", key, "did not close:", late));
        }
    }
}
