package io.parley.sdk.internal.client;

import com.github.f4b6a3.uuid.UuidCreator;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.SendOptions;
import io.parley.sdk.SentMessage;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackPublisher;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import io.parley.sdk.Version;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.MemoryStore;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.store.SqliteStore;
import io.parley.sdk.internal.store.Store;
import io.parley.sdk.internal.transport.PahoTransport;
import io.parley.sdk.internal.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** What the application holds: checks and passes on. All else is in {@link Engine}. */
public final class Client implements ParleyClient {
    private final EndpointId me;
    private final Clock clock;
    private final Store store;
    private final Engine engine;

    private Client(Settings settings, Clock clock, Store store, Function<Transport.Events, Transport> transport) {
        this.me = settings.endpoint();
        this.clock = clock;
        this.store = store;
        this.engine = new Engine(settings, clock, store, transport, this);
    }

    public static ParleyClient open(Settings settings) {
        return start(settings);
    }

    public static CompletableFuture<ParleyClient> connect(Settings settings) {
        return start(settings).engine.signedIn();
    }

    private static Client start(Settings settings) {
        return start(
                settings,
                events -> new PahoTransport(settings.server(), settings.endpoint(), settings.password(), events));
    }

    /** For tests: over another transport. */
    static Client start(Settings settings, Function<Transport.Events, Transport> transport) {
        Store store = settings.directory() == null
                ? new MemoryStore(settings.endpoint())
                : SqliteStore.open(settings.directory(), settings.endpoint());
        try {
            Loaded loaded = store.load();
            Client client = new Client(settings, Clock.systemUTC(), store, transport);
            client.engine.start(loaded);
            return client;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public EndpointId endpoint() {
        return me;
    }

    @Override
    public ConnectionState state() {
        return engine.state();
    }

    @Override
    public CompletionStage<ParleyClient> online() {
        return engine.online();
    }

    @Override
    public SentMessage send(ConversationId to, Content content, SendOptions options) {
        checkOwn(to);
        long now = clock.millis();
        Outgoing message = new Outgoing(
                MessageId.of(UuidCreator.getTimeOrderedEpochPlus1()),
                to,
                options.type(),
                content,
                now,
                options.expiry().map(Duration::toMillis).map(it -> now + it).orElse(0L),
                false);
        return engine.send(message);
    }

    @Override
    public void markRead(ConversationId conversation, long seq) {
        checkOwn(conversation);
        if (seq < 1) {
            throw new IllegalArgumentException("seq must be 1 or more, was " + seq);
        }
        engine.tell(new Input.MarkRead(conversation, seq));
    }

    private void checkOwn(ConversationId conversation) {
        if (conversation.isAmendments() || !conversation.mayConcern(me.user())) {
            throw new IllegalArgumentException(conversation + " is no chat of " + me.user() + " and no group");
        }
    }

    @Override
    public List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit) {
        checkOwn(conversation);
        checkLimit(limit, Store.HISTORY_LIMIT_MAX);
        return store.history(conversation, fromSeq, limit, clock.millis());
    }

    private static void checkLimit(int limit, int max) {
        if (limit < 1 || limit > max) {
            throw new IllegalArgumentException("limit must be 1 to " + max + ", was " + limit);
        }
    }

    @Override
    public CompletionStage<List<HistoryEntry>> older(ConversationId conversation, int limit) {
        checkOwn(conversation);
        checkLimit(limit, LookingBack.PAGE_MAX);
        return engine.past().older(conversation, limit);
    }

    @Override
    public List<Version> versions(ConversationId conversation, long seq) {
        checkOwn(conversation);
        return store.versions(conversation, seq, clock.millis());
    }

    @Override
    public List<HistoryEntry> search(String words, int limit) {
        checkLimit(limit, Store.HISTORY_LIMIT_MAX);
        return store.search(words, limit, clock.millis());
    }

    @Override
    public List<ConversationSummary> conversations() {
        return store.conversations(clock.millis());
    }

    @Override
    public CompletionStage<Void> refreshConversations() {
        return engine.past().list();
    }

    @Override
    public void typing(ConversationId conversation, boolean typing) {
        checkOwn(conversation);
        engine.tell(new Input.Type(conversation, typing));
    }

    @Override
    public void watch(UserName user, boolean on) {
        engine.tell(new Input.Watch(user, on));
    }

    @Override
    public TrackPublisher publisher(TrackName track, PublishOptions options) {
        return engine.tracks().publish(track, options);
    }

    @Override
    public TrackView view(TrackName track, TrackView.Need need, TrackWatcher watcher) {
        return engine.tracks().look(track, need, watcher);
    }

    @Override
    public Flow.Publisher<Sighting> sightings(TrackName track, TrackView.Need need) {
        return engine.sightings(track, need);
    }

    @Override
    public Optional<MessageStatus> status(MessageId id) {
        Sent sent = engine.handles().get(id);
        return sent == null ? store.status(id) : Optional.of(sent.status());
    }

    @Override
    public Optional<SentMessage> sent(MessageId id) {
        return Optional.ofNullable(engine.handles().get(id));
    }

    @Override
    public List<SentMessage> waiting() {
        return engine.handles().values().stream()
                .filter(it -> it.status().stage().ordinal() < MessageStatus.Stage.ACCEPTED.ordinal())
                .sorted(Comparator.comparing(Sent::id))
                .map(SentMessage.class::cast)
                .toList();
    }

    @Override
    public CompletionStage<String> call(String call, String json, Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be 1 ms or more, was " + timeout);
        }
        return engine.calls().call(call, json, timeout);
    }

    @Override
    public void close() {
        engine.close();
    }
}
