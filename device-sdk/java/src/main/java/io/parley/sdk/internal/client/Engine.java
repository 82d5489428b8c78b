package io.parley.sdk.internal.client;

import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Topics;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.Amended;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.Counts;
import io.parley.sdk.Event;
import io.parley.sdk.HandlerFailure;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Sighting;
import io.parley.sdk.SignInRefusedException;
import io.parley.sdk.StatusChange;
import io.parley.sdk.TrackView;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.Now;
import io.parley.sdk.internal.session.Output;
import io.parley.sdk.internal.session.Session;
import io.parley.sdk.internal.session.SessionLimits;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.store.SqliteStore;
import io.parley.sdk.internal.store.Store;
import io.parley.sdk.internal.transport.Delivery;
import io.parley.sdk.internal.transport.Transport;
import io.parley.sdk.internal.transport.Wire;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one session on a thread of its own. That thread alone touches the session; it takes what has come together, lets
 * the session act on it within one transaction, commits, and only then carries out what came of it. So one sync of the
 * disk serves many messages, and nothing is visible that a crash could take back.
 */
final class Engine implements Transport.Events {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long IDLE_MILLIS_MAX = 60_000;
    private static final long CLOSE_MILLIS_MAX = 5_000;

    private final EndpointId me;
    private final Clock clock;
    private final Store store;
    private final Wire wire;
    private final Settings.Listeners listeners;
    private final ParleyClient client;
    private @Nullable ExecutorService ownExecutor;
    private final UserCode userCode;
    private final Handlers handlers;
    private final CallHandles calls;
    private final LookingBack past;
    private final Session session;
    private final Transport transport;
    private final TrackHandles tracks;
    private final Mailbox mailbox = new Mailbox();
    private final Map<MessageId, Sent> handles = new ConcurrentHashMap<>();
    private final CompletableFuture<ParleyClient> signedIn = new CompletableFuture<>();
    private final CompletableFuture<ParleyClient> online = new CompletableFuture<>();
    private final Thread thread;
    private volatile ConnectionState state = ConnectionState.DISCONNECTED;
    private volatile boolean closing;
    private volatile boolean closeOnRefusal;
    private volatile @Nullable Throwable storeTrouble;

    Engine(
            Settings settings,
            Clock clock,
            Store store,
            Function<Transport.Events, Transport> transport,
            ParleyClient client) {
        this.me = settings.endpoint();
        this.clock = clock;
        this.store = store;
        this.client = client;
        this.wire = new Wire(me.user());
        this.listeners = settings.listeners();
        this.userCode = new UserCode(executor(settings.executor()));
        boolean transactional = listeners.onMessageInTransaction() != null;
        this.session = new Session(
                me,
                store,
                new Session.Settings(settings.receipts(), transactional, settings.newestOnly(), SessionLimits.DEFAULT),
                new SplittableRandom());
        this.handlers = new Handlers(
                listeners,
                store instanceof SqliteStore sqlite ? sqlite : null,
                userCode,
                hand -> new Message(hand.message(), me.user(), hand.repeated(), this::tell),
                this::tell,
                this::storeFailed);
        this.calls = new CallHandles(userCode, this::tell);
        this.past = new LookingBack(me.user(), clock, store, calls, userCode, this::tell);
        this.transport = transport.apply(this);
        this.tracks = new TrackHandles(this.transport, wire, userCode, this::tell);
        this.thread = new Thread(this::run, "parley-session-" + me.clientId());
        this.thread.setDaemon(true);
    }

    private Executor executor(@Nullable Executor given) {
        if (given != null) {
            return given;
        }
        ownExecutor = Executors.newCachedThreadPool(this::userThread);
        return ownExecutor;
    }

    private Thread userThread(Runnable task) {
        Thread user = new Thread(task, "parley-user-" + me.clientId());
        user.setDaemon(true);
        return user;
    }

    void start(Loaded loaded) {
        for (Outgoing message : loaded.waiting()) {
            handles.put(message.id(), new Sent(message.id(), message.conversation(), true, userCode));
        }
        for (Loaded.Accepted message : loaded.accepted()) {
            if (!message.failed()) {
                Sent sent = new Sent(message.id(), message.conversation(), true, userCode);
                sent.become(MessageStatus.at(MessageStatus.Stage.ACCEPTED, message.seq()));
                handles.put(message.id(), sent);
            }
        }
        act(now -> session.start(now, loaded));
        thread.start();
    }

    ConnectionState state() {
        return state;
    }

    Map<MessageId, Sent> handles() {
        return handles;
    }

    CallHandles calls() {
        return calls;
    }

    LookingBack past() {
        return past;
    }

    TrackHandles tracks() {
        return tracks;
    }

    Flow.Publisher<Sighting> sightings(TrackName track, TrackView.Need need) {
        return SightingStream.of(track, need, tracks, userCode);
    }

    CompletableFuture<ParleyClient> signedIn() {
        closeOnRefusal = true;
        if (state.phase() == ConnectionState.Phase.REFUSED) {
            close();
        }
        return signedIn;
    }

    CompletableFuture<ParleyClient> online() {
        return online.copy();
    }

    Sent send(Outgoing message) {
        Sent sent = new Sent(message.id(), message.conversation(), false, userCode);
        if (closing) {
            sent.become(MessageStatus.failed(MessageStatus.Failure.CLOSED, true));
            return sent;
        }
        handles.put(message.id(), sent);
        if (!mailbox.put(new Input.Send(message))) {
            handles.remove(message.id());
            sent.become(MessageStatus.failed(MessageStatus.Failure.OUTBOX_FULL, true));
        }
        return sent;
    }

    void tell(Input input) {
        mailbox.put(input);
    }

    private Now now() {
        return new Now(System.nanoTime() / 1_000_000, clock.millis());
    }

    private void run() {
        try {
            while (!closing) {
                Now now = now();
                long wait = Math.max(0, Math.min(session.dueAt(now) - now.millis(), IDLE_MILLIS_MAX));
                turn(mailbox.take(wait));
                rethrowStoreTrouble();
            }
            turn(mailbox.take(0));
            act(session::flush);
            end(ConnectionState.closed(""), new IllegalStateException("the client is closed"));
        } catch (Throwable e) {
            LOG.error("Client {} stops: {}", me, e.getMessage(), e);
            closing = true;
            end(ConnectionState.closed(String.valueOf(e.getMessage())), e);
        }
    }

    private void rethrowStoreTrouble() throws Throwable {
        Throwable trouble = storeTrouble;
        if (trouble != null) {
            throw trouble;
        }
    }

    private void storeFailed(Throwable e) {
        storeTrouble = e;
        mailbox.put(new Mailbox.Item.Wake());
    }

    private void turn(List<Mailbox.Item> items) {
        act(now -> {
            for (Mailbox.Item item : items) {
                if (item instanceof Mailbox.Item.Told told) {
                    session.accept(now, told.input());
                }
            }
            session.advance(now);
        });
        if (items.stream().anyMatch(Mailbox.Item.Writable.class::isInstance)) {
            transport.resume();
        }
    }

    /** One transaction, then its effects. */
    private void act(Consumer<Now> work) {
        store.begin();
        try {
            work.accept(now());
            store.commit();
        } catch (RuntimeException e) {
            store.rollback();
            throw e;
        }
        session.takeOutputs().forEach(this::perform);
    }

    private void perform(Output output) {
        if (output instanceof Output.PublishMessage it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.PublishBatch it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.Hand it) {
            handlers.hand(it);
        } else if (output instanceof Output.StatusChanged it) {
            statusChanged(it);
        } else if (output instanceof Output.Queued it) {
            handle(it.id(), Sent::stored);
        } else if (output instanceof Output.Forgotten it) {
            handles.remove(it.id());
        } else if (output instanceof Output.PublishReceipt it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.PublishSync it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.PublishCall it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.CallDone it) {
            calls.done(it.request(), it.json());
        } else if (output instanceof Output.CallFailed it) {
            calls.failed(it.request(), it.code(), it.detail());
        } else if (output instanceof Output.Connect it) {
            transport.connect(it.connection());
        } else if (output instanceof Output.Disconnect it) {
            transport.disconnect(it.connection());
        } else if (output instanceof Output.StateChanged it) {
            stateChanged(it.state());
        } else if (output instanceof Output.PublishTyping it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.Watch it) {
            watch(it);
        } else if (output instanceof Output.WantRepair it) {
            past.repair(it.conversation());
        } else if (output instanceof Output.WantRemoved it) {
            past.removed(it.since());
        } else if (output instanceof Output.PageStored it) {
            past.stored(it.request());
        } else if (!tracks.perform(output)) {
            say(output);
        }
    }

    private void watch(Output.Watch it) {
        if (it.on()) {
            transport.subscribe(Topics.presence(it.user()), null);
        } else {
            transport.unsubscribe(Topics.presence(it.user()));
        }
    }

    /** What is for listeners alone. */
    private void say(Output output) {
        if (output instanceof Output.ReceiptSeen it) {
            notify(listeners.onReceipt(), it.receipt());
        } else if (output instanceof Output.Amended it) {
            Incoming entry = it.entry();
            notify(
                    listeners.onAmended(),
                    new Amended(
                            entry.conversation().subject(),
                            entry.from(),
                            Instant.ofEpochMilli(entry.at()),
                            it.amendment()));
        } else if (output instanceof Output.Happened it) {
            happened(it.event());
        } else if (output instanceof Output.Relisted it) {
            notify(listeners.onConversation(), it.conversation());
        } else if (output instanceof Output.GapSeen it) {
            notify(listeners.onGap(), it.gap());
        } else if (output instanceof Output.HandlerTrouble it) {
            handlerTrouble(it);
        } else if (output instanceof Output.Warning it) {
            LOG.warn("{}: {}", me, it.text());
        }
    }

    private void happened(Event event) {
        if (event instanceof Counts counts) {
            handles.values().stream()
                    .filter(it -> it.conversation().equals(counts.conversation()))
                    .forEach(it -> it.counted(counts));
        }
        listeners.events().to(event).ifPresent(it -> notify(it, event));
    }

    private void handle(MessageId id, Consumer<Sent> action) {
        Sent sent = handles.get(id);
        if (sent != null) {
            action.accept(sent);
        }
    }

    private void statusChanged(Output.StatusChanged it) {
        handle(it.id(), sent -> sent.become(it.status()));
        notify(listeners.onStatus(), new StatusChange(it.id(), it.conversation(), it.status()));
    }

    private void handlerTrouble(Output.HandlerTrouble it) {
        LOG.warn(
                "{}: the handler threw on #{} in {}, handed again in {} ms",
                me,
                it.message().seq(),
                it.message().conversation(),
                it.retryIn().toMillis(),
                it.error());
        Message message = new Message(it.message(), me.user(), true, this::tell);
        notify(listeners.onHandlerFailure(), new HandlerFailure(message, it.error(), it.attempt(), it.retryIn()));
    }

    private <T> void notify(@Nullable Consumer<T> listener, T fact) {
        if (listener != null) {
            userCode.add(() -> listener.accept(fact));
        }
    }

    private void stateChanged(ConnectionState next) {
        state = next;
        LOG.debug("{}: {}", me, next);
        notify(listeners.onState(), next);
        switch (next.phase()) {
            case SYNCING -> complete(signedIn);
            case ONLINE -> {
                complete(online);
                relist();
            }
            case REFUSED -> {
                SignInRefusedException refused = new SignInRefusedException(me + " was refused: " + next.reason());
                fail(refused);
                closing = closing || closeOnRefusal;
            }
            default -> {}
        }
    }

    /** For whoever wants to be told of the list: what may have changed while there was no connection. */
    private void relist() {
        if (listeners.onConversation() != null) {
            past.list().exceptionally(e -> {
                LOG.debug("{}: the list of conversations is not to be had", me, e);
                return null;
            });
        }
    }

    private void complete(CompletableFuture<ParleyClient> future) {
        if (!future.isDone()) {
            userCode.free(() -> future.complete(client));
        }
    }

    private void fail(Throwable cause) {
        userCode.free(() -> {
            signedIn.completeExceptionally(cause);
            online.completeExceptionally(cause);
        });
    }

    private void end(ConnectionState last, Throwable cause) {
        transport.close();
        try {
            store.close();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", me, e.getMessage());
        }
        if (state.phase() != ConnectionState.Phase.REFUSED) {
            stateChanged(last);
        }
        fail(cause);
        handles.values().forEach(it -> it.close(cause));
        calls.close();
        past.close();
        tracks.close();
        if (ownExecutor != null) {
            userCode.add(ownExecutor::shutdown);
        }
    }

    void close() {
        closing = true;
        mailbox.put(new Mailbox.Item.Wake());
        if (Thread.currentThread() == thread || userCode.isCurrentThread()) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void connected(long connection) {
        tell(new Input.Connected(connection));
    }

    @Override
    public void disconnected(long connection, Input.Cause cause, String reason) {
        tell(new Input.Disconnected(connection, cause, reason));
    }

    @Override
    public void arrived(long connection, Delivery delivery) {
        try {
            for (Input input : wire.decode(delivery, clock.millis())) {
                if (!mailbox.put(input)) {
                    LOG.debug("{}: no room for a message, it is pulled later", me);
                }
            }
        } catch (BadBodyException | IllegalArgumentException e) {
            LOG.warn("{}: {} on {} is not as documented", me, e.getMessage(), delivery.topic());
        }
    }

    @Override
    public void refused(long connection, String filter, Reason reason) {
        Topics.pointOf(filter).ifPresent(track -> tell(new Input.LookRefused(track, reason.code())));
    }

    @Override
    public void answered(long connection, long token, @Nullable Reason refusal) {
        tell(new Input.Answered(token, refusal));
    }

    @Override
    public void writable(long connection) {
        mailbox.put(new Mailbox.Item.Writable(connection));
    }
}
