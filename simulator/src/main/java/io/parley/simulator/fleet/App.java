package io.parley.simulator.fleet;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Contents;
import io.parley.sdk.Amended;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.Counts;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Receipt;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SendOptions;
import io.parley.sdk.SentMessage;
import io.parley.sdk.StatusChange;
import io.parley.sdk.Unread;
import io.parley.simulator.history.Handed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final String EMOJI = "👍";

    /** How applications behave by themselves. */
    enum Manner {
        /** Mark every few messages as read, at once. */
        PROMPT,
        /** Read only when told to. */
        HUMAN
    }

    /** What an application runs with. */
    record Means(Path store, String password, Manner manner, Executor threads) {}

    private final String key;
    private final Means means;
    private final Consumer<String> say;
    /** Newest of each conversation that is no change: handed; own and accepted, with the number in it. */
    private final Map<ConversationId, Long> newestHanded = new ConcurrentHashMap<>();

    private final Map<ConversationId, Own> newestOwn = new ConcurrentHashMap<>();
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private CompletableFuture<Void> steps = CompletableFuture.completedFuture(null);
    private @Nullable ParleyClient client;

    private record Own(long seq, long number) {
        static final Own NONE = new Own(0, 0);
    }

    App(String key, Means means, Consumer<String> say) {
        this.key = key;
        this.means = means;
        this.say = say;
    }

    /** Host's reader thread only; a step may use {@link #client}. */
    private void then(String what, Runnable step) {
        steps = steps.thenRunAsync(step, means.threads).exceptionally(error -> {
            say.accept(Line.of("trouble", key, what, error));
            return null;
        });
    }

    /** @param newest with how many messages of each conversation a new endpoint begins; 0: all */
    void open(int port, int newest) {
        then("open", () -> {
            if (client == null) {
                client = connect(port, newest);
            }
        });
    }

    private ParleyClient connect(int port, int newest) {
        String[] names = key.split("/");
        return ParleyClient.builder()
                .server("tcp://127.0.0.1:" + port)
                .user(names[0])
                .password(means.password)
                .endpoint(names[1])
                .store(means.store)
                .executor(means.threads)
                .newestOnly(newest)
                .onMessageInTransaction(this::handed)
                .onStatus(this::status)
                .onReceipt(this::receipt)
                .onAmended(this::amended)
                .onUnread(this::unread)
                .onCounts(this::counts)
                .onState(state -> say.accept(Line.of("phase", key, state.phase(), state)))
                .onHandlerFailure(failure -> say.accept(Line.of("trouble", key, "handler", failure.error())))
                .open();
    }

    // ---- what the SDK tells

    private void handed(ReceivedMessage message, Connection transaction) throws SQLException {
        long count = HandedTable.insert(
                transaction,
                new Handed(message.conversation(), message.seq(), message.id(), message.from(), System.nanoTime()));
        if (means.manner == Manner.PROMPT && message.seq() % READ_EVERY == 0) {
            message.markRead();
        }
        if (!message.contentType().map(ContentTypes::isReserved).orElse(false)) {
            newestHanded.merge(message.conversation(), message.seq(), Math::max);
        }
        say.accept(Line.of("handed", key, count));
    }

    private void status(StatusChange change) {
        MessageStatus status = change.status();
        if (status.stage() == MessageStatus.Stage.ACCEPTED) {
            Long number = numbers.remove(change.id().toString());
            if (number != null) {
                newestOwn.put(change.conversation(), new Own(status.seq(), number));
            }
        }
        if (status.stage() == MessageStatus.Stage.ACCEPTED || status.stage() == MessageStatus.Stage.FAILED) {
            say.accept(Line.of(
                    "status", key, change.id(), change.conversation(), status.stage(), status.seq(), reason(status)));
        }
    }

    private static String reason(MessageStatus status) {
        return status.failure().map(MessageStatus.Failure::code).orElse(Line.NO_REASON);
    }

    private void receipt(Receipt receipt) {
        say.accept(Line.of(
                "receipt",
                key,
                receipt.conversation(),
                receipt.user(),
                receipt.received(),
                receipt.read(),
                System.nanoTime()));
    }

    private void amended(Amended amended) {
        String json = new String(Contents.write(amended.amendment()), StandardCharsets.UTF_8);
        say.accept(Line.of("amended", key, amended.conversation(), amended.by(), json));
    }

    private void unread(Unread unread) {
        StringBuilder changed = new StringBuilder();
        unread.changed()
                .forEach((conversation, count) ->
                        changed.append(conversation).append('=').append(count).append(','));
        say.accept(Line.of("unread", key, unread.total(), changed.isEmpty() ? Line.NO_REASON : changed));
    }

    private void counts(Counts counts) {
        long now = System.nanoTime();
        counts.counts()
                .forEach(it -> say.accept(Line.of(
                        "counted", key, counts.conversation(), it.seq(), counts.of(), it.received(), it.read(), now)));
    }

    // ---- what it is told to do

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
            SentMessage sent = client.send(to, content, SendOptions.TEXT);
            numbers.put(sent.id().toString(), number);
            sent.queued().whenComplete((done, error) -> {
                if (error == null) {
                    say.accept(Line.of("queued", key, number, sent.id(), sent.conversation()));
                } else {
                    say.accept(Line.of("failed", key, number, error));
                }
            });
        });
    }

    /** Whatever it was handed of the conversation by now. */
    void read(ConversationId conversation) {
        then("read", () -> {
            Long seq = newestHanded.get(conversation);
            if (client != null && seq != null) {
                say.accept(Line.of("marked", key, conversation, seq, System.nanoTime()));
                client.markRead(conversation, seq);
            }
        });
    }

    void amend(long number, ConversationId conversation, Amendment.Kind kind) {
        then("amend", () -> {
            Own own = newestOwn.getOrDefault(conversation, Own.NONE);
            boolean ofOwn = kind == Amendment.Kind.EDIT || kind == Amendment.Kind.RECALL;
            long seq = ofOwn ? own.seq : newestHanded.getOrDefault(conversation, 0L);
            if (client == null || seq == 0) {
                say.accept(Line.of("refused", key, number, "nothing-there", ""));
                return;
            }
            String head = "{\"conversation\":\""
                    + conversation.seenBy(client.endpoint().user()) + "\",\"seq\":" + seq;
            switch (kind) {
                case EDIT -> call(client, number, "message/edit", head + ",\"text\":\"" + own.number + " edited\"}");
                case RECALL -> call(client, number, "message/recall", head + "}");
                case REACT -> call(client, number, "message/react", head + ",\"emoji\":\"" + EMOJI + "\"}");
                case UNREACT ->
                    call(client, number, "message/react", head + ",\"emoji\":\"" + EMOJI + "\",\"remove\":true}");
            }
        });
    }

    void call(long number, String name, String json) {
        then("call", () -> {
            if (client == null) {
                say.accept(Line.of("refused", key, number, "nobody-there", ""));
            } else {
                call(client, number, name, json);
            }
        });
    }

    private void call(ParleyClient open, long number, String name, String json) {
        open.call(name, json).whenComplete((answer, error) -> {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            if (cause == null) {
                say.accept(Line.of("answer", key, number, answer));
            } else if (cause instanceof CallFailedException failed) {
                say.accept(Line.of("refused", key, number, failed.code(), failed.detail()));
            } else {
                say.accept(Line.of("refused", key, number, "error", cause));
            }
        });
    }

    // ---- what its store has

    /** Tells what the store has of every send of this endpoint. */
    void dump(List<ConversationId> conversations) {
        then("dump", () -> {
            ParleyClient open = client;
            if (open != null) {
                conversations.forEach(conversation -> dump(open, conversation));
                say.accept(Line.of("dumped", key));
            }
        });
    }

    private void dump(ParleyClient open, ConversationId conversation) {
        long from = 1;
        List<HistoryEntry> page;
        do {
            page = open.history(conversation, from, HISTORY_PAGE);
            for (HistoryEntry entry : page) {
                from = Math.max(from, entry.seq() + 1);
                own(entry);
                amendments(entry);
            }
        } while (page.size() == HISTORY_PAGE);
    }

    private void own(HistoryEntry entry) {
        MessageStatus status = entry.status();
        if (status != null) {
            say.accept(Line.of(
                    "own",
                    key,
                    number(entry.text()),
                    entry.id(),
                    entry.conversation(),
                    status.stage(),
                    Math.max(entry.seq(), status.seq()),
                    reason(status)));
        }
    }

    private void amendments(HistoryEntry entry) {
        if (entry.edited() || entry.recalled() || !entry.reactions().isEmpty()) {
            StringBuilder reactions = new StringBuilder();
            entry.reactions().forEach((emoji, users) -> {
                for (UserName user : users) {
                    reactions.append(emoji).append('=').append(user).append(',');
                }
            });
            say.accept(Line.of(
                    "shows",
                    key,
                    entry.conversation(),
                    entry.seq(),
                    entry.edited(),
                    entry.recalled(),
                    reactions.isEmpty() ? Line.NO_REASON : reactions));
        }
    }

    /** Unknown of a message whose text is gone. */
    private static long number(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? Books.NUMBER_UNKNOWN : Long.parseLong(text.substring(0, end));
    }

    void await() {
        try {
            steps.get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception late) {
            say.accept(Line.of("trouble", key, "did not close:", late));
        }
    }
}
