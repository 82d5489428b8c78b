package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Limits;
import io.parley.protocol.UserName;
import io.parley.sdk.internal.client.Client;
import io.parley.sdk.internal.client.Listening;
import io.parley.sdk.internal.client.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a client, then makes it. {@code server}, {@code user}, {@code password}, {@code endpoint} and one of {@code
 * store} and {@code inMemory} are needed. Not safe for several threads.
 */
public final class ClientBuilder {
    /** How many messages of each conversation a new endpoint begins with, if {@link #newestOnly} says nothing else. */
    public static final int NEWEST_ONLY_DEFAULT = 20;

    private static final Set<String> SCHEMES = Set.of("tcp", "ws");

    private String server = "tcp://127.0.0.1:1883";
    private @Nullable String user;
    private byte @Nullable [] password;
    private @Nullable String endpoint;
    private @Nullable Path directory;
    private boolean memory;
    private @Nullable Executor executor;
    private ReceiptMode receipts = ReceiptMode.AUTOMATIC;
    private @Nullable MessageHandler onMessage;
    private @Nullable TransactionalHandler onMessageInTransaction;
    private @Nullable Consumer<Receipt> onReceipt;
    private @Nullable Consumer<ConnectionState> onState;
    private @Nullable Consumer<Gap> onGap;
    private @Nullable Consumer<StatusChange> onStatus;
    private @Nullable Consumer<HandlerFailure> onHandlerFailure;
    private @Nullable Consumer<Amended> onAmended;
    private @Nullable Consumer<ConversationId> onConversation;
    private final Listening events = new Listening();
    private int newestOnly = NEWEST_ONLY_DEFAULT;

    ClientBuilder() {}

    /** {@code tcp://host:1883} or {@code ws://host:8000/mqtt}; by default {@code tcp://127.0.0.1:1883}. */
    public ClientBuilder server(String uri) {
        server = uri;
        return this;
    }

    public ClientBuilder user(String name) {
        user = name;
        return this;
    }

    public ClientBuilder password(String secret) {
        password = secret.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Names this endpoint among those of the user, for example {@code alice-phone}: the MQTT client id. Keep it with the store. */
    public ClientBuilder endpoint(String clientId) {
        endpoint = clientId;
        return this;
    }

    /** Keeps outbox and inbox in SQLite in this folder, which belongs to this endpoint alone. Made if absent. */
    public ClientBuilder store(Path folder) {
        directory = folder;
        memory = false;
        return this;
    }

    /** Keeps outbox and inbox in memory: what waits is gone with the process, and after a restart it is a new endpoint. */
    public ClientBuilder inMemory() {
        memory = true;
        directory = null;
        return this;
    }

    /** Where handlers, listeners and stages run; by default daemon threads of the client's own. Used one task at a time but for stages. */
    public ClientBuilder executor(Executor userExecutor) {
        executor = userExecutor;
        return this;
    }

    public ClientBuilder receipts(ReceiptMode mode) {
        receipts = mode;
        return this;
    }

    /**
     * How many of the newest messages of each conversation a new endpoint, one whose store is empty, begins with; by
     * default {@value #NEWEST_ONLY_DEFAULT}. What is before them is not handed; it is found with history. Once that much
     * has come, everything new is handed, however much it is.
     *
     * @param messages 0: all there are; at most {@link Limits#syncPageMax}
     */
    public ClientBuilder newestOnly(int messages) {
        if (messages < 0 || messages > Limits.DEFAULT.syncPageMax()) {
            throw new IllegalArgumentException(
                    "newestOnly must be 0 to " + Limits.DEFAULT.syncPageMax() + ", was " + messages);
        }
        newestOnly = messages;
        return this;
    }

    /** Without any handler messages are stored, received, and found in {@link ParleyClient#history}. */
    public ClientBuilder onMessage(MessageHandler handler) {
        onMessage = handler;
        return this;
    }

    /** Needs {@link #store} and automatic receipts, and excludes {@link #onMessage}. */
    public ClientBuilder onMessageInTransaction(TransactionalHandler handler) {
        onMessageInTransaction = handler;
        return this;
    }

    /** Told when someone has received or read more, and when the own user has read more on another endpoint. */
    public ClientBuilder onReceipt(Consumer<Receipt> listener) {
        onReceipt = listener;
        return this;
    }

    /**
     * Told of every edit, recall and reaction once the store has it, in the order they were made; not told again to an
     * application that ended meanwhile.
     */
    public ClientBuilder onAmended(Consumer<Amended> listener) {
        onAmended = listener;
        return this;
    }

    /** Told how many messages are unread, when that changes and after each sign-in. */
    public ClientBuilder onUnread(Consumer<Unread> listener) {
        events.on(Unread.class, listener);
        return this;
    }

    public ClientBuilder onTyping(Consumer<Typing> listener) {
        events.on(Typing.class, listener);
        return this;
    }

    /** Told how many members of a group have own messages, at most once a second a group. */
    public ClientBuilder onCounts(Consumer<Counts> listener) {
        events.on(Counts.class, listener);
        return this;
    }

    /** Told of those that {@link ParleyClient#watch} was asked for: how it is at once, then when it changes. */
    public ClientBuilder onPresence(Consumer<Presence> listener) {
        events.on(Presence.class, listener);
        return this;
    }

    public ClientBuilder onMembership(Consumer<Membership> listener) {
        events.on(Membership.class, listener);
        return this;
    }

    public ClientBuilder onScheduled(Consumer<Scheduled> listener) {
        events.on(Scheduled.class, listener);
        return this;
    }

    public ClientBuilder onProfile(Consumer<ProfileChanged> listener) {
        events.on(ProfileChanged.class, listener);
        return this;
    }

    /** Told to who publishes into a track or watches it: when it ends, and how often a position is wanted. */
    public ClientBuilder onTrack(Consumer<TrackChanged> listener) {
        events.on(TrackChanged.class, listener);
        return this;
    }

    /** Also of what was hidden while this endpoint was away, after the next sign-in. */
    public ClientBuilder onHidden(Consumer<Hidden> listener) {
        events.on(Hidden.class, listener);
        return this;
    }

    /** Also of what was cleared while this endpoint was away, after the next sign-in. */
    public ClientBuilder onCleared(Consumer<Cleared> listener) {
        events.on(Cleared.class, listener);
        return this;
    }

    /**
     * Told when the line of a conversation in {@link ParleyClient#conversations} has changed otherwise than by a new
     * message: arranged on another endpoint, renamed, cleared, or fetched anew.
     */
    public ClientBuilder onConversation(Consumer<ConversationId> listener) {
        onConversation = listener;
        return this;
    }

    public ClientBuilder onState(Consumer<ConnectionState> listener) {
        onState = listener;
        return this;
    }

    public ClientBuilder onGap(Consumer<Gap> listener) {
        onGap = listener;
        return this;
    }

    /** Told the progress of every message of this endpoint, also of those sent before a restart. */
    public ClientBuilder onStatus(Consumer<StatusChange> listener) {
        onStatus = listener;
        return this;
    }

    public ClientBuilder onHandlerFailure(Consumer<HandlerFailure> listener) {
        onHandlerFailure = listener;
        return this;
    }

    /**
     * Opens the store and begins to connect; the client is usable at once, with or without a network.
     *
     * @throws IllegalStateException naming everything that is missing or does not go together
     * @throws StoreInUseException if another client has the store open
     * @throws StoreException if the store cannot be used
     */
    public ParleyClient open() {
        return Client.open(settings());
    }

    /**
     * As {@link #open}, for those who need the server first. The future completes once signed in; as long as the network
     * fails it goes on trying, from 0.2 s between attempts doubling up to 30 s, for ever: give it a timeout, or use {@code open}.
     *
     * @return fails with {@link SignInRefusedException} if the server refuses; the client is then closed
     */
    public CompletableFuture<ParleyClient> connect() {
        return Client.connect(settings());
    }

    private Settings settings() {
        List<String> faults = new ArrayList<>();
        URI uri = parse(server, faults);
        if (user == null || !UserName.isValid(user)) {
            faults.add("user: a user name is needed, was " + user);
        }
        if (password == null) {
            faults.add("password is missing");
        }
        if (endpoint == null || endpoint.isEmpty() || endpoint.length() > EndpointId.CLIENT_ID_LENGTH_MAX) {
            faults.add("endpoint: 1 to " + EndpointId.CLIENT_ID_LENGTH_MAX + " characters are needed, was " + endpoint);
        }
        if (directory == null && !memory) {
            faults.add("one of store(folder) and inMemory() is needed");
        }
        checkHandlers(faults);
        if (!faults.isEmpty() || user == null || password == null || endpoint == null) {
            throw new IllegalStateException(String.join("; ", faults));
        }
        return new Settings(
                uri,
                new EndpointId(new UserName(user), endpoint),
                password.clone(),
                directory,
                executor,
                receipts,
                newestOnly,
                new Settings.Listeners(
                        onMessage,
                        onMessageInTransaction,
                        onReceipt,
                        onAmended,
                        onState,
                        onGap,
                        onStatus,
                        onHandlerFailure,
                        onConversation,
                        new Listening(events)));
    }

    private void checkHandlers(List<String> faults) {
        if (onMessageInTransaction == null) {
            return;
        }
        if (onMessage != null) {
            faults.add("onMessage and onMessageInTransaction exclude each other");
        }
        if (memory) {
            faults.add("onMessageInTransaction needs store(folder)");
        }
        if (receipts == ReceiptMode.MANUAL) {
            faults.add("onMessageInTransaction acknowledges by its commit: receipts must be AUTOMATIC");
        }
    }

    private static URI parse(String server, List<String> faults) {
        try {
            URI uri = URI.create(server);
            if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below, with what was given
        }
        faults.add("server: tcp://host:port or ws://host:port/path is needed, was " + server);
        return URI.create("tcp://invalid");
    }
}
