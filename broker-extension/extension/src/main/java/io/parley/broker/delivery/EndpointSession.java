package io.parley.broker.delivery;

import io.parley.broker.conversation.Head;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected endpoint: what it is sent, in seq order in each conversation, inside a window over all of them. Live
 * messages go straight through; what does not fit is read from the log when there is room again, conversation by
 * conversation in turn. So a slow endpoint costs a number a conversation, not a queue.
 *
 * <p>Every input is a method; its {@code now} is monotonic, in milliseconds. {@link #tick} is due at {@link #dueAt},
 * which any input may change. Nothing is sent to a Parley endpoint before its first {@link #sync}; plain ones start from
 * their stored marks. Not thread-safe: one thread at a time, no input from within a call of {@link SessionHost}.
 */
public final class EndpointSession {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointSession.class);

    private final EndpointId endpoint;
    private final EndpointKind kind;
    private final DeliverySettings settings;
    private final SessionHost host;
    private final DeliveryObserver observer;

    private final Flows flows;
    private final Window window;
    private final Turns turns;
    private final Resends resends;
    private final Heads heads;
    private final MarkKeeping marks;
    private final ReceiptTelling telling;
    private final ReceiptGathering receipts;
    private final Sending sending;

    private final Places places = new Places();
    private final Unread unread;
    /** Whether {@link #places} were compared with the owners' heads, so that new conversations may be placed at once. */
    private boolean placed;

    private boolean registered;
    /** Whether what is behind is read from the log without being asked for. */
    private boolean live;
    /** Whether the last page of sync left something for the next. */
    private boolean paused;

    private @Nullable SyncPage page;
    private boolean marksLoaded;

    public EndpointSession(
            EndpointId endpoint,
            EndpointKind kind,
            DeliverySettings settings,
            SessionHost host,
            RandomGenerator random,
            DeliveryObserver observer) {
        this.endpoint = endpoint;
        this.kind = kind;
        this.settings = settings;
        this.host = host;
        this.observer = observer;
        this.window = new Window(settings);
        this.turns = new Turns(settings, host, random);
        this.resends = new Resends(settings, kind, random);
        this.heads = new Heads(settings, host, random);
        this.flows = new Flows(window, heads, places);
        this.marks = new MarkKeeping(settings, host, random);
        this.telling = new ReceiptTelling(settings, host, random, flows, heads);
        this.receipts = new ReceiptGathering(settings, telling);
        this.sending = new Sending(endpoint, kind, flows, window, host, resends, marks, observer);
        this.unread = new Unread(endpoint.user(), settings, host, flows);
        observer.opened(kind);
    }

    // ---------------------------------------------------------------- told by the user entity and the owners

    /**
     * The user entity knows this session: from now on it is told what is committed. Heads are asked only after that, so
     * that nothing falls between.
     *
     * @param fresh whether the entity did not know it before
     */
    public void registered(boolean fresh, long now) {
        boolean first = !registered;
        registered = true;
        if (!first && fresh) {
            newsMissed(now);
        } else if (!first) {
            return;
        } else if (kind == EndpointKind.PLAIN) {
            marks.load();
        } else if (page != null) {
            heads.start();
        }
    }

    /** Something committed may not have been told: looks at all conversations again. */
    public void newsMissed(long now) {
        // heads asked before may have been answered before the news as well
        if (placed || marksLoaded || page != null) {
            heads.start();
        }
    }

    public void committed(Block block, long now) {
        Flow flow = flows.of(block, placed, marksLoaded, now);
        if (flow == null || block.lastSeq() <= flow.last()) {
            return;
        }
        boolean joins = flow.isJoinedBy(block.firstSeq());
        flow.lastIs(block.lastSeq());
        flow.learnSenders(endpoint.user(), block);
        if (joins && !flows.mustWait(flow)) {
            sending.sendLive(flow, block.messages(), now);
        }
        unread.moved(flow, now);
        catchUpWithReceipt(flow, now);
        turns.queue(flow);
        pump(now);
    }

    /** @param amendmentsLast newest seq of its side log that is for the user, 0 if there is none */
    public void head(ConversationId conversation, Head head, long amendmentsLast, long now) {
        if (!conversation.mayConcern(endpoint.user())) {
            throw new IllegalArgumentException(endpoint + " is not in " + conversation);
        }
        Flow flow = flows.orNew(conversation);
        flow.lastIs(head.last());
        flow.see(head.visible(), head.joined());
        head.marks().forEach((user, userMarks) -> flow.learn(endpoint.user(), user, userMarks));
        known(flow, now);
        telling.headCame(flow, now);
        flows.lookForAmendments(conversation, amendmentsLast, now);
        heads.answered(conversation, now);
        headsMayBeDone(now);
        pump(now);
    }

    /** How the user stands to the conversation has changed: its owner says how. */
    public void touched(ConversationId conversation, long now) {
        if (registered && (placed || marksLoaded || page != null)) {
            heads.ask(conversation, now);
        }
    }

    /** @return whether it says something that the client cannot know by itself */
    public boolean receipted(ConversationId conversation, UserName whose, UserMarks userMarks, long now) {
        Flow flow = flows.get(conversation);
        if (flow == null) {
            return true;
        }
        UserMarks before = flow.mine();
        flow.learn(endpoint.user(), whose, userMarks);
        unread.moved(flow, now);
        turns.queue(flow);
        pump(now);
        return !whose.equals(endpoint.user()) || userMarks.read() > before.read();
    }

    // ---------------------------------------------------------------- answered by the stores

    /** Owners are asked only where the store cannot rule out that there is news. */
    public void conversations(Map<ConversationId, Standing> all, long now) {
        List<Flow> withoutNews = flows.take(endpoint.user(), all);
        withoutNews.forEach(flow -> known(flow, now));
        Set<ConversationId> toAsk = new LinkedHashSet<>(flows.conversations());
        withoutNews.forEach(flow -> toAsk.remove(flow.conversation()));
        heads.loaded(toAsk, now);
        headsMayBeDone(now);
        pump(now);
    }

    public void conversationsFailed(long now) {
        heads.loadFailed(now);
    }

    /** Where a plain endpoint left off; empty if it was never seen: then it starts where its user is. */
    public void marks(Map<ConversationId, Long> received, long now) {
        places.stored(received);
        marksLoaded = true;
        live = true;
        heads.start();
        headsMayBeDone(now);
    }

    public void marksFailed(long now) {
        marks.loadFailed(now);
    }

    public void marksSaved(boolean done, long now) {
        marks.saved(done, now);
    }

    public void read(LogRead read, List<StoredMessage> messages, long now) {
        Flow flow = waiterFor(read);
        if (flow != null && flows.mustWait(flow)) {
            turns.failed(flow, now);
        } else if (flow != null) {
            boolean whole = sending.sendRead(flow, messages, page, now);
            if (whole && !messages.isEmpty()) {
                flow.readFailures = 0;
                turns.queue(flow);
            } else {
                LOG.warn("{} read {}: {} messages, not the next ones; again", endpoint, read, messages.size());
                turns.failed(flow, now);
            }
        }
        pump(now);
    }

    public void readFailed(LogRead read, long now) {
        Flow flow = waiterFor(read);
        if (flow != null) {
            turns.failed(flow, now);
        }
        pump(now);
    }

    private @Nullable Flow waiterFor(LogRead read) {
        turns.answered(read);
        Flow flow = flows.get(read.conversation());
        if (flow == null || !read.equals(flow.reading)) {
            return null;
        }
        stopReading(flow);
        return flow;
    }

    /** Gives back the room that was kept for what the flow is reading. */
    private void stopReading(Flow flow) {
        LogRead read = flow.reading;
        if (read != null) {
            turns.stopReading(flow);
            if (page != null) {
                page.giveBack(read.messagesMax(), read.bytesMax());
            } else {
                window.release(read.messagesMax(), read.bytesMax());
            }
        }
    }

    // ---------------------------------------------------------------- told by the endpoint

    /** Its subscriptions have changed. What they reach now starts where the endpoint said it stands. */
    public void cover(Covered covered, long now) {
        places.cover(covered);
        for (Flow flow : flows.all()) {
            if (flow.isPositioned() != places.isCovered(flow) && (placed || marksLoaded)) {
                stopReading(flow);
                placeIfKnown(flow, now);
            }
        }
        pump(now);
    }

    /** Replaces an unfinished sync. Room that was kept for reads is given back first, they are not waited for. */
    public void sync(SyncDemand demand, long now) {
        if (kind == EndpointKind.PLAIN) {
            host.reply(demand, SyncReplies.of(endpoint.user(), flows.all(), true, 0));
            return;
        }
        flows.all().forEach(this::stopReading);
        places.said(demand);
        page = new SyncPage(demand, settings.pageBytesMax());
        live = false;
        boolean goesOn = paused;
        paused = false;
        if (!registered) {
            return;
        }
        if (goesOn) {
            askWhereAhead(now);
        } else {
            heads.start();
        }
        headsMayBeDone(now);
    }

    /** The next page of a sync goes on with the heads we know, unless the endpoint knows better. */
    private void askWhereAhead(long now) {
        for (Flow flow : flows.all()) {
            if (places.isAheadOf(flow)) {
                heads.ask(flow.conversation(), now);
            }
        }
    }

    private void headsMayBeDone(long now) {
        if (!heads.isDone()) {
            return;
        }
        if (marksLoaded && !placed) {
            placed = true;
            keepBaseline(now);
            unread.start();
        }
        if (page != null && !page.isLocated()) {
            placed = true;
            page.located();
            turns.clear();
            flows.all().forEach(flow -> locate(flow, now));
            unread.start();
            pump(now);
        }
    }

    /** Where the conversation stands is as its owner says, or would say. */
    private void known(Flow flow, long now) {
        if ((placed || marksLoaded) && !flow.isPositioned()) {
            placeIfKnown(flow, now);
        }
        catchUpWithReceipt(flow, now);
        turns.queue(flow);
        unread.moved(flow, now);
    }

    private void placeIfKnown(Flow flow, long now) {
        if (flows.maySend(flow)) {
            locate(flow, now);
        }
    }

    private void locate(Flow flow, long now) {
        places.place(flow);
        telling.tellIfAhead(flow, now);
        turns.queue(flow);
    }

    /**
     * Remembers where a plain endpoint starts, so that next time it is not a new one; its chat with itself stands for
     * it when there is no conversation yet.
     */
    private void keepBaseline(long now) {
        marks.changed(ConversationId.chat(endpoint.user(), endpoint.user()), 0, now);
        flows.all().stream()
                .filter(Flow::isPositioned)
                .forEach(flow -> marks.changed(flow.conversation(), flow.acked(), now));
    }

    public void receipt(Map<ConversationId, Long> received, Map<ConversationId, Long> read, long now) {
        telling.tell(received, read, now);
        received.forEach((conversation, seq) -> {
            places.heard(conversation, seq);
            Flow flow = flows.get(conversation);
            if (flow != null && flow.isPositioned()) {
                long before = flow.acked();
                flow.receiptOf(seq);
                if (flow.acked() > before || flow.parked) {
                    progressed(flow, now);
                }
            }
        });
        pump(now);
    }

    /** A plain endpoint's PUBACK. */
    public void acknowledged(ConversationId conversation, long seq, long now) {
        Flow flow = flows.get(conversation);
        if (flow == null || kind != EndpointKind.PLAIN) {
            return;
        }
        long before = flow.acked();
        flow.acknowledgementOf(seq);
        if (flow.acked() > before) {
            progressed(flow, now);
            receipts.acknowledged(conversation, flow.acked(), now);
            pump(now);
        }
    }

    private void catchUpWithReceipt(Flow flow, long now) {
        long before = flow.acked();
        flow.catchUpWithReceipt();
        if (flow.acked() > before) {
            progressed(flow, now);
        }
    }

    private void progressed(Flow flow, long now) {
        resends.progressed(flow, now);
        marks.changed(flow.conversation(), flow.acked(), now);
        turns.queue(flow);
    }

    /** The connection is gone. No input may follow. */
    public void close(long now) {
        receipts.tell(now);
        marks.close();
        observer.closed(kind);
    }

    /** Reads on wherever there is room. */
    private void pump(long now) {
        if (page != null) {
            pumpPage(page, now);
        } else if (live) {
            pumpWindow();
        }
    }

    private void pumpPage(SyncPage current, long now) {
        if (!current.isLocated()) {
            return;
        }
        Flow flow = current.hasRoom() ? turns.next() : null;
        while (flow != null) {
            turns.read(flow, current.readMessages(settings), current.readBytes(settings));
            current.take(current.readMessages(settings), current.readBytes(settings));
            flow = current.hasRoom() ? turns.next() : null;
        }
        if (turns.isIdle() || (!current.hasRoom() && !turns.isReading())) {
            finish(current, now);
        }
    }

    private void finish(SyncPage done, long now) {
        boolean complete = flows.all().stream().noneMatch(Flow::isBehind);
        page = null;
        paused = !complete;
        live = complete;
        host.reply(done.demand(), SyncReplies.of(endpoint.user(), flows.all(), complete, done.sent()));
        observer.synced(complete, done.sent());
        pump(now);
    }

    private void pumpWindow() {
        Flow flow = window.admitsRead() ? turns.next() : null;
        while (flow != null) {
            int messages = Math.min(window.readMessages(), resends.allowance(flow));
            if (messages > 0) {
                long bytes = window.readBytes();
                turns.read(flow, messages, bytes);
                window.take(messages, bytes);
            }
            flow = window.admitsRead() ? turns.next() : null;
        }
    }

    // ---------------------------------------------------------------- time

    /** When {@link #tick} is due; it may be early, never late. */
    public long dueAt() {
        long due = Math.min(Math.min(resends.dueAt(), turns.dueAt()), heads.dueAt());
        due = Math.min(due, Math.min(marks.dueAt(), receipts.dueAt()));
        due = Math.min(due, unread.dueAt());
        return registered ? Math.min(due, telling.dueAt()) : due;
    }

    public void tick(long now) {
        heads.tick(now);
        turns.tick(now);
        marks.tick(now);
        receipts.tick(now);
        if (registered) {
            telling.tick(now);
        }
        unread.tick(now);
        resends.tick(now, this::overdue);
        pump(now);
    }

    /** For tests. */
    Window window() {
        return window;
    }

    private void overdue(Flow flow) {
        stopReading(flow);
        flow.goBack();
        if (flow.resends < settings.resendsMax()) {
            flow.resends++;
            turns.queue(flow);
        } else {
            LOG.debug(
                    "{} acknowledges nothing after {} in {}, left to sync",
                    endpoint,
                    flow.acked(),
                    flow.conversation());
            flow.parked = true;
            observer.gaveUp(kind);
        }
    }
}
