package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.SyncReply;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Listed;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.store.Store;
import java.util.ArrayList;
import java.util.List;
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
    /**
     * @param mode who says that a message was received
     * @param transactional whether handlers store message and mark themselves, in one transaction, before they report
     *     {@link Input.HandlerDone}
     * @param newestOnly how many messages of each conversation a new store begins with; 0: all of them
     */
    public record Settings(ReceiptMode mode, boolean transactional, int newestOnly, SessionLimits limits) {}

    private final EndpointId me;
    private final Settings settings;
    private final SessionLimits limits;
    private final Store store;
    private final List<Output> outputs = new ArrayList<>();
    private final Link link;
    private final Outbox outbox;
    private final Tracker tracker;
    private final Receipts receipts;
    private final Inbox inbox;
    private final ReadMarks readMarks;
    private final Sync sync;
    private final Calls calls;
    private final Annotations annotations;
    private final Notices notices;
    private final Positions positions;
    private long tokens;
    private long expiryAt = Long.MAX_VALUE;

    public Session(EndpointId me, Store store, Settings settings, RandomGenerator random) {
        this.me = me;
        this.settings = settings;
        this.limits = settings.limits();
        this.store = store;
        Consumer<Output> out = outputs::add;
        link = new Link(limits, random, out);
        outbox = new Outbox(limits, store, random, out, this::nextToken);
        tracker = new Tracker(limits, store, out);
        receipts = new Receipts(me.user(), limits, random, out, this::nextToken);
        annotations = new Annotations(store, out);
        inbox = new Inbox(me.user(), settings, store, random, out, receipts, annotations);
        readMarks = new ReadMarks(me.user(), store, out, receipts, tracker, inbox);
        sync = new Sync(limits, inbox, receipts, store, random, out);
        calls = new Calls(limits, random, out);
        notices = new Notices(store, out);
        positions = new Positions(limits, random, out, this::nextToken);
    }

    /** Begins with all messages there are. */
    public Session(
            EndpointId me,
            Store store,
            ReceiptMode mode,
            boolean transactional,
            SessionLimits limits,
            RandomGenerator random) {
        this(me, store, new Settings(mode, transactional, 0, limits), random);
    }

    /** Takes up where the store stands, and connects. To be called once, before anything else, between begin and commit too. */
    public void start(Now now, Loaded loaded) {
        for (Loaded.Conversation conversation : loaded.conversations()) {
            inbox.load(conversation);
            tracker.load(conversation);
            if (conversation.mark() > 0) {
                receipts.received(conversation.id(), conversation.mark(), 0, 0);
            }
            readMarks.load(conversation.id(), conversation.read());
        }
        for (Loaded.Accepted message : loaded.accepted()) {
            tracker.load(message);
            inbox.filled(message.conversation(), message.seq());
        }
        loaded.waiting().forEach(outbox::load);
        loaded.unread().forEach(notices::load);
        notices.loadRemoved(loaded.removedUntil());
        annotations.load(loaded.repairs());
        expiryAt = store.nextExpiry();
        if (!loaded.synced()) {
            sync.startAfresh(settings.newestOnly());
        }
        link.connect(now);
    }

    public void accept(Now now, Input input) {
        if (input.isFromServer()) {
            link.heard(now);
        }
        if (input instanceof Input.Send it) {
            expires(it.message().expiresAt());
            outbox.send(it.message());
        } else if (input instanceof Input.Arrived it) {
            arrived(it, now);
        } else if (input instanceof Input.HandlerDone it) {
            inbox.handlerDone(it.conversation(), it.seq());
        } else if (input instanceof Input.Acks it) {
            it.acks().forEach(ack -> acked(ack, now));
        } else if (input instanceof Input.Answered it) {
            answered(it.token(), it.refusal(), now);
        } else if (input instanceof Input.Call it) {
            call(it, now);
        } else if (input instanceof Input.CallAnswered it) {
            calls.answered(it.request(), it.json());
        } else if (input instanceof Input.CallRefused it) {
            calls.refused(it.request(), it.code(), it.detail(), now);
        } else if (input instanceof Input.Receipted it) {
            readMarks.came(it.conversation(), it.user(), it.received(), it.read());
        } else if (input instanceof Input.HandlerFailed it) {
            inbox.handlerFailed(it.conversation(), it.seq(), it.error(), now);
        } else if (input instanceof Input.MarkRead it) {
            readMarks.markRead(it.conversation(), it.seq());
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
            acceptNotice(now, input);
        }
    }

    /** What moves no message. */
    private void acceptNotice(Now now, Input input) {
        if (input instanceof Input.UnreadTold it) {
            notices.unread(it.unread());
        } else if (input instanceof Input.CountsTold it) {
            outputs.add(new Output.Happened(it.counts()));
            tracker.counted(it.counts());
        } else if (input instanceof Input.HiddenTold it) {
            notices.hidden(it.hidden());
        } else if (input instanceof Input.Arranged it) {
            store.arrange(it.conversation(), it.change());
            outputs.add(new Output.Relisted(it.conversation()));
        } else if (input instanceof Input.ClearedTold it) {
            notices.cleared(it.cleared());
        } else if (input instanceof Input.Removed it) {
            notices.removed(it);
        } else if (input instanceof Input.Passed it) {
            outputs.add(new Output.Happened(it.event()));
        } else if (input instanceof Input.Listing it) {
            it.lines().forEach(this::listed);
        } else if (input instanceof Input.Paged it) {
            paged(it);
        } else if (input instanceof Input.Type it) {
            notices.type(it.conversation(), it.typing(), now);
        } else if (input instanceof Input.Watch it) {
            notices.watch(it.user(), it.on());
        } else if (input instanceof Input.OfTracks it) {
            positions.accept(now, it);
        } else if (input instanceof Input.TrackNews it) {
            positions.hear(now, it);
        } else {
            throw new IllegalArgumentException("unknown input " + input.getClass());
        }
    }

    private void listed(Listed line) {
        store.list(line);
        notices.load(line.conversation(), line.unread());
        outputs.add(new Output.Relisted(line.conversation()));
    }

    private void paged(Input.Paged it) {
        store.addPage(it.page());
        annotations.paged(it.page().conversation());
        it.page().lines().forEach(line -> expires(line.message().expiresAt()));
        outputs.add(new Output.PageStored(it.request()));
    }

    /** @param unixMillis 0: never */
    private void expires(long unixMillis) {
        expiryAt = unixMillis == 0 ? expiryAt : Math.min(expiryAt, unixMillis);
    }

    /** Does what has become due. To be called after each batch of inputs, and at {@link #dueAt} at the latest. */
    public void advance(Now now) {
        if (link.isRetryDue(now)) {
            link.connect(now);
        } else if (link.isAttemptOverdue(now)) {
            giveUp("no answer within " + limits.connectTimeout() + " ms", now);
        } else if (link.isUp()) {
            watchConnection(now);
        }
        outbox.advance(now);
        inbox.advance(now);
        sync.wantMissing(now);
        sync.advance(now);
        receipts.advance(now);
        calls.advance(now);
        positions.advance(now);
        if (expiryAt <= now.unixMillis()) {
            store.expire(now.unixMillis());
            expiryAt = store.nextExpiry();
        }
    }

    private void watchConnection(Now now) {
        boolean waits = outbox.isWaitingForAcks()
                || receipts.isWaiting()
                || sync.isOpen()
                || calls.isWaiting()
                || positions.isWaiting();
        if (!waits) {
            link.mayBeSilent(now);
        }
        if (waits && link.isSilent(now)) {
            giveUp("nothing heard for " + limits.silenceMax() + " ms", now);
        } else if (outbox.isUnheard(now) || receipts.isUnheard() || sync.isUnheard()) {
            giveUp("no answer to " + limits.attemptsMax() + " attempts", now);
        } else if (link.isOnline() && refreshAt() <= now.millis()) {
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
        long connection = Math.min(link.dueAt(), link.isOnline() ? refreshAt() : Long.MAX_VALUE);
        long work =
                Math.min(Math.min(outbox.dueAt(now), inbox.dueAt(now)), Math.min(sync.dueAt(now), receipts.dueAt()));
        long expiry = expiryAt == Long.MAX_VALUE ? expiryAt : now.millis() + Math.max(0, expiryAt - now.unixMillis());
        return Math.min(Math.min(connection, Math.min(calls.dueAt(), positions.dueAt())), Math.min(work, expiry));
    }

    private long refreshAt() {
        return tracker.isWaitingForReceipts() && sync.isIdle() ? sync.answeredAt() + limits.refresh() : Long.MAX_VALUE;
    }

    public ConnectionState state() {
        return link.state();
    }

    /** Number of the connection whose inputs are wanted. */
    public long connection() {
        return link.number();
    }

    /** Everything up to it has been received by this endpoint. */
    public long mark(ConversationId conversation) {
        return inbox.mark(conversation);
    }

    /** Own messages the server has not answered, in the order they were sent. */
    public List<MessageId> waiting() {
        return outbox.waiting();
    }

    private void connected(long number, Now now) {
        if (link.connected(number, now)) {
            receipts.connected();
            sync.connected(now);
            outbox.connected();
            calls.connected();
            notices.connected();
            positions.connected();
        }
    }

    private void call(Input.Call call, Now now) {
        if (link.state().isFinal()) {
            outputs.add(new Output.CallFailed(
                    call.request(), Reason.NOT_ALLOWED.code(), link.state().reason()));
        } else {
            calls.call(call, now);
        }
    }

    private void disconnected(Input.Disconnected it, Now now) {
        if (link.isThis(it.connection())) {
            leave(it.cause(), it.reason(), now);
        }
    }

    private void giveUp(String reason, Now now) {
        link.letGo();
        leave(Input.Cause.LOST, reason, now);
    }

    private void leave(Input.Cause cause, String reason, Now now) {
        outbox.disconnected();
        receipts.disconnected();
        sync.disconnected();
        calls.disconnected();
        notices.disconnected();
        positions.disconnected();
        link.ended(cause, reason, now);
        if (link.state().isFinal()) {
            calls.failAll(Reason.NOT_ALLOWED.code(), reason);
        }
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
        positions.answered(token, refusal, now);
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

    private void arrived(Input.Arrived it, Now now) {
        Incoming message = it.message();
        sync.arrived(now);
        if (!message.conversation().mayConcern(me.user())) {
            warn("message of a foreign conversation " + message.conversation());
            return;
        }
        boolean ownSender = message.from().equals(me.user()) && store.isOutgoing(message.id());
        if (ownSender) {
            accepted(message.id(), message.seq(), message.at());
        }
        expires(message.expiresAt());
        floorRises(message.conversation(), it.floor(), sync.isAfresh());
        inbox.arrived(message, it.floor(), ownSender);
    }

    private void floorRises(ConversationId conversation, long floor, boolean afresh) {
        if (afresh && conversation.isAmendments() && floor > inbox.released(conversation)) {
            annotations.incomplete(conversation);
        }
    }

    private void syncAnswered(MessageId request, SyncReply reply, Now now) {
        boolean afresh = sync.isAfresh();
        if (!sync.answered(request, reply, now)) {
            return;
        }
        readMarks.came(reply.peers(), reply.read());
        reply.floors()
                .forEach((seen, floor) -> conversation(seen).ifPresent(id -> {
                    floorRises(id, floor, afresh);
                    inbox.floorIs(id, floor);
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
            link.complete();
            annotations.complete();
            notices.complete();
        }
    }

    private Optional<ConversationId> conversation(String seen) {
        return ConversationId.parse(seen, me.user());
    }

    private void warn(String text) {
        outputs.add(new Output.Warning(text));
    }
}
