package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncReply;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ConnectionState.Phase;
import io.parley.sdk.Receipt;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint's side of the conversation with its server.
 *
 * <p>Deterministic: the same inputs at the same times with the same randomness and store give the same outputs. Confined
 * to one thread. Its owner repeats: {@code store.begin()}, {@link #accept} what has happened, {@link #advance}, {@code
 * store.commit()}, then carry out {@link #takeOutputs}; so that whatever is visible is durable. If a commit fails, the
 * session must be thrown away and made anew from the store.
 */
public final class Session {
    private final EndpointId me;
    private final SessionLimits limits;
    private final Store store;
    private final List<Output> outputs = new ArrayList<>();
    private final Outbox outbox;
    private final Tracker tracker;
    private final Receipts receipts;
    private final Inbox inbox;
    private final Sync sync;
    private final Backoff reconnect;
    private final Map<ConversationId, Long> ownRead = new HashMap<>();

    private ConnectionState state = ConnectionState.DISCONNECTED;
    private long connection;
    private long attemptSince;
    private long retryAt;
    private long heardAt;
    private long tokens;

    /**
     * @param mode who says that a message was received
     * @param transactional whether handlers store message and mark themselves, in one transaction, before they report
     *     {@link Input.HandlerDone}
     */
    public Session(
            EndpointId me,
            Store store,
            ReceiptMode mode,
            boolean transactional,
            SessionLimits limits,
            RandomGenerator random) {
        this.me = me;
        this.limits = limits;
        this.store = store;
        Consumer<Output> out = outputs::add;
        outbox = new Outbox(limits, store, random, out, this::nextToken);
        tracker = new Tracker(limits, store, out);
        receipts = new Receipts(me.user(), limits, random, out, this::nextToken);
        inbox = new Inbox(me.user(), limits, mode, transactional, store, random, out, receipts);
        sync = new Sync(limits, inbox, receipts, random, out);
        reconnect = new Backoff(limits.reconnectMin(), limits.reconnectMax(), random);
    }

    /** Takes up where the store stands, and connects. To be called once, before anything else, between begin and commit too. */
    public void start(Now now, Loaded loaded) {
        for (Loaded.Conversation conversation : loaded.conversations()) {
            inbox.load(conversation);
            tracker.load(conversation);
            if (conversation.mark() > 0) {
                receipts.received(conversation.id(), conversation.mark(), 0, 0);
            }
            if (conversation.read() > 0) {
                ownRead.put(conversation.id(), conversation.read());
                receipts.read(conversation.id(), conversation.read());
            }
        }
        for (Loaded.Accepted message : loaded.accepted()) {
            tracker.load(message);
            inbox.filled(message.conversation(), message.seq());
        }
        loaded.waiting().forEach(outbox::load);
        connect(now);
    }

    public void accept(Now now, Input input) {
        if (input.isFromServer()) {
            heardAt = now.millis();
        }
        if (input instanceof Input.Send it) {
            outbox.send(it.message());
        } else if (input instanceof Input.Arrived it) {
            arrived(it.message(), now);
        } else if (input instanceof Input.HandlerDone it) {
            inbox.handlerDone(it.conversation(), it.seq());
        } else if (input instanceof Input.Acks it) {
            it.acks().forEach(ack -> acked(ack, now));
        } else if (input instanceof Input.Answered it) {
            answered(it.token(), it.refusal(), now);
        } else if (input instanceof Input.Receipted it) {
            receipted(it.conversation(), it.user(), it.received(), it.read());
        } else if (input instanceof Input.HandlerFailed it) {
            inbox.handlerFailed(it.conversation(), it.seq(), it.error(), now);
        } else if (input instanceof Input.MarkRead it) {
            markRead(it.conversation(), it.seq());
        } else if (input instanceof Input.MarkReceived it) {
            inbox.markReceived(it.conversation(), it.seq());
        } else if (input instanceof Input.SyncAnswered it) {
            syncAnswered(it.request(), it.reply(), now);
        } else if (input instanceof Input.SyncRefused it) {
            warn("sync refused: " + it.reason());
            sync.refused(it.request(), now);
        } else if (input instanceof Input.ReceiptRefused it) {
            warn("receipt refused: " + it.reason());
        } else if (input instanceof Input.Expired it) {
            tracker.expired(it.conversation(), it.seq());
        } else if (input instanceof Input.Connected it) {
            connected(it.connection(), now);
        } else if (input instanceof Input.Disconnected it) {
            disconnected(it, now);
        } else {
            throw new IllegalArgumentException("unknown input " + input.getClass());
        }
    }

    /** Does what has become due. To be called after each batch of inputs, and at {@link #dueAt} at the latest. */
    public void advance(Now now) {
        if (state.phase() == Phase.WAITING && retryAt <= now.millis()) {
            connect(now);
        } else if (state.phase() == Phase.CONNECTING && attemptSince + limits.connectTimeout() <= now.millis()) {
            giveUp("no answer within " + limits.connectTimeout() + " ms", now);
        } else if (isConnected()) {
            watchConnection(now);
        }
        outbox.advance(now);
        inbox.advance(now);
        sync.wantMissing(now);
        sync.advance(now);
        receipts.advance(now);
    }

    private void watchConnection(Now now) {
        boolean waits = outbox.isWaitingForAcks() || receipts.isWaiting() || sync.isOpen();
        if (!waits) {
            heardAt = Math.max(heardAt, now.millis() - limits.silenceMax() / 2);
        }
        if (waits && heardAt + limits.silenceMax() <= now.millis()) {
            giveUp("nothing heard for " + limits.silenceMax() + " ms", now);
        } else if (outbox.isUnheard(now) || receipts.isUnheard() || sync.isUnheard()) {
            giveUp("no answer to " + limits.attemptsMax() + " attempts", now);
        } else if (state.phase() == Phase.ONLINE && refreshAt() <= now.millis()) {
            sync.want(now);
        }
    }

    /** Sends the receipts that are being gathered, before the connection is closed. */
    public void flush(Now now) {
        receipts.flush(now);
    }

    /** What has come out since the last call, in order. */
    public List<Output> takeOutputs() {
        List<Output> taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    /** When {@link #advance} is due at the latest, by {@link Now#millis}; {@link Long#MAX_VALUE}: only after an input. */
    public long dueAt(Now now) {
        long link = switch (state.phase()) {
            case WAITING -> retryAt;
            case CONNECTING -> attemptSince + limits.connectTimeout();
            case SYNCING -> heardAt + limits.silenceMax();
            case ONLINE -> Math.min(heardAt + limits.silenceMax(), refreshAt());
            case DISCONNECTED, REFUSED, CLOSED -> Long.MAX_VALUE;
        };
        long work =
                Math.min(Math.min(outbox.dueAt(now), inbox.dueAt(now)), Math.min(sync.dueAt(now), receipts.dueAt()));
        return Math.min(link, work);
    }

    private long refreshAt() {
        return tracker.isWaitingForReceipts() && sync.isIdle() ? sync.answeredAt() + limits.refresh() : Long.MAX_VALUE;
    }

    public ConnectionState state() {
        return state;
    }

    /** Number of the connection whose inputs are wanted. */
    public long connection() {
        return connection;
    }

    /** Everything up to it has been received by this endpoint. */
    public long mark(ConversationId conversation) {
        return inbox.mark(conversation);
    }

    /** Own messages the server has not answered, in the order they were sent. */
    public List<MessageId> waiting() {
        return outbox.waiting();
    }

    private boolean isConnected() {
        return state.phase() == Phase.SYNCING || state.phase() == Phase.ONLINE;
    }

    private void become(ConnectionState next) {
        state = next;
        outputs.add(new Output.StateChanged(next));
    }

    private void connect(Now now) {
        connection++;
        attemptSince = now.millis();
        become(ConnectionState.CONNECTING);
        outputs.add(new Output.Connect(connection));
    }

    private void connected(long number, Now now) {
        if (number != connection || state.phase() != Phase.CONNECTING) {
            return;
        }
        heardAt = now.millis();
        become(ConnectionState.SYNCING);
        sync.connected(now);
        receipts.connected();
        outbox.connected();
    }

    private void disconnected(Input.Disconnected it, Now now) {
        if (it.connection() == connection && (state.phase() == Phase.CONNECTING || isConnected())) {
            leave(it.cause(), it.reason(), now);
        }
    }

    private void giveUp(String reason, Now now) {
        outputs.add(new Output.Disconnect(connection));
        leave(Input.Cause.LOST, reason, now);
    }

    private void leave(Input.Cause cause, String reason, Now now) {
        connection++;
        outbox.disconnected();
        receipts.disconnected();
        sync.disconnected();
        if (cause == Input.Cause.REFUSED) {
            become(ConnectionState.refused(reason));
            return;
        }
        long wait = reconnect.next();
        if (cause == Input.Cause.TAKEN_OVER) {
            wait = Math.max(wait, Math.min(limits.reconnectMax(), limits.attemptsMax() * 1_000L));
        }
        retryAt = now.millis() + wait;
        become(ConnectionState.waiting(Duration.ofMillis(wait), reason));
    }

    private void acked(Ack ack, Now now) {
        if (ack.reason() != null) {
            outbox.rejected(ack, ack.reason(), now);
        } else {
            accepted(ack.id(), ack.seq(), ack.at());
        }
    }

    private long nextToken() {
        return ++tokens;
    }

    /** Tokens are given once, so only whoever sent the packet knows this one. */
    private void answered(long token, @Nullable Reason refusal, Now now) {
        receipts.answered(token, refusal == null, now);
        if (refusal != null && outbox.refused(token, refusal, now) && !refusal.retryable()) {
            warn("batch refused: " + refusal.code());
        }
    }

    private void accepted(MessageId id, long seq, long at) {
        Optional<Outgoing> message = outbox.accepted(id, seq, at);
        message.ifPresent(it -> {
            tracker.accepted(it.conversation(), seq, id, it.expiresAt());
            inbox.filled(it.conversation(), seq);
        });
    }

    private void arrived(Incoming message, Now now) {
        sync.arrived(now);
        if (!message.conversation().mayConcern(me.user())) {
            warn("message of a foreign conversation " + message.conversation());
            return;
        }
        boolean ownSender = message.from().equals(me.user()) && store.isOutgoing(message.id());
        if (ownSender) {
            accepted(message.id(), message.seq(), message.at());
        }
        inbox.arrived(message, ownSender);
    }

    private void receipted(ConversationId conversation, UserName user, long received, long read) {
        UserName peer = conversation.peerOf(me.user());
        boolean news = false;
        if (user.equals(peer)) {
            news = tracker.peerCame(conversation, received, read);
        }
        if (user.equals(me.user())) {
            news |= ownReadCame(conversation, read);
        }
        if (news) {
            outputs.add(new Output.ReceiptSeen(new Receipt(conversation, user, received, read)));
        }
    }

    private boolean ownReadCame(ConversationId conversation, long read) {
        receipts.readIsKnown(conversation, read);
        if (read <= ownRead.getOrDefault(conversation, 0L)) {
            return false;
        }
        ownRead.put(conversation, read);
        store.read(conversation, read);
        return true;
    }

    /** Beyond what the application can have seen there is nothing to read, and the server would refuse it. */
    private void markRead(ConversationId conversation, long seq) {
        long read = Math.min(seq, inbox.released(conversation));
        if (read > ownRead.getOrDefault(conversation, 0L)) {
            ownRead.put(conversation, read);
            store.read(conversation, read);
            receipts.read(conversation, read);
        }
    }

    private void syncAnswered(MessageId request, SyncReply reply, Now now) {
        if (!sync.answered(request, reply, now)) {
            return;
        }
        peersCame(reply.peers());
        reply.read()
                .forEach((seen, read) -> conversation(seen).ifPresent(id -> {
                    if (ownReadCame(id, read)) {
                        outputs.add(new Output.ReceiptSeen(new Receipt(id, me.user(), inbox.mark(id), read)));
                    }
                }));
        reply.last()
                .forEach((seen, last) -> conversation(seen).ifPresent(id -> {
                    if (last < inbox.mark(id)) {
                        warn("the server has " + id + " up to " + last + ", this store up to " + inbox.mark(id)
                                + ": one of the two was replaced, start with an empty store");
                    }
                    inbox.serverHas(id, last);
                }));
        if (reply.complete()) {
            tracker.concludeExpiry(now.unixMillis());
            reconnect.reset();
            if (state.phase() == Phase.SYNCING) {
                become(ConnectionState.ONLINE);
            }
        }
    }

    private void peersCame(Marks peers) {
        Map<String, Long> all = new HashMap<>(peers.received());
        peers.read().forEach((seen, read) -> all.putIfAbsent(seen, read));
        all.keySet().stream()
                .sorted()
                .forEach(seen -> conversation(seen)
                        .ifPresent(id -> receipted(
                                id,
                                id.peerOf(me.user()),
                                peers.received().getOrDefault(seen, 0L),
                                peers.read().getOrDefault(seen, 0L))));
    }

    private Optional<ConversationId> conversation(String seen) {
        return ConversationId.parse(seen, me.user());
    }

    private void warn(String text) {
        outputs.add(new Output.Warning(text));
    }
}
