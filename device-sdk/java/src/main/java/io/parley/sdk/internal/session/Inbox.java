package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.Gap;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.session.Line.Place;
import io.parley.sdk.internal.session.Line.Slot;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Messages from their arrival until they count as received.
 *
 * What is at most {@code mark} of its {@link Line} is dropped and acknowledged again, {@code released + 1} is released, what
 * is beyond is held and the gap pulled. Own messages, gone ones and what lies at or below a floor fill their place without
 * being handed. The mark moves over what the handler returned from (AUTOMATIC) or the application said it received
 * (MANUAL), and is stored with that. Entries of side logs are not handed: releasing one is receiving it. What expires while
 * it waits fills its place.
 */
final class Inbox {
    private final UserName me;
    private final SessionLimits limits;
    private final ReceiptMode mode;
    private final boolean storesItself;
    private final Store store;
    private final RandomGenerator random;
    private final Consumer<Output> out;
    private final Receipts receipts;
    private final Annotations annotations;
    private final Map<ConversationId, Line> lines = new HashMap<>();
    private final Deque<Line> ready = new ArrayDeque<>();
    private final Set<Line> gaps = new LinkedHashSet<>();
    private int handed;
    private int pending;
    private long pendingBytes;
    private int held;
    private long heldBytes;
    private boolean dropped;
    private long touches;

    Inbox(
            UserName me,
            Session.Settings settings,
            Store store,
            RandomGenerator random,
            Consumer<Output> out,
            Receipts receipts,
            Annotations annotations) {
        this.me = me;
        this.limits = settings.limits();
        this.mode = settings.mode();
        this.storesItself = !settings.transactional();
        this.store = store;
        this.random = random;
        this.out = out;
        this.receipts = receipts;
        this.annotations = annotations;
    }

    void load(Loaded.Conversation conversation) {
        Line line = line(conversation.id());
        line.load(conversation.mark());
        line.storedTo = conversation.storedTo();
    }

    /**
     * @param floor nothing at or below it is to come, 0 if nothing is said of that
     * @param ownSender whether {@link Incoming#from} is this very endpoint, so that it is not handed
     */
    void arrived(Incoming message, long floor, boolean ownSender) {
        Line line = line(message.conversation());
        fillTo(line, floor);
        if (message.seq() <= line.mark()) {
            receipts.again(line.id, line.mark());
        } else if (line.has(message.seq())) {
            return;
        } else if (message.gone() || ownSender) {
            line.fill(message.seq(), message.seq());
            settle(line);
        } else if (hasRoom(line, message)) {
            held++;
            heldBytes += line.hold(message).size();
            settle(line);
        } else {
            dropped = true;
            line.serverLast = Math.max(line.serverLast, message.seq());
            gaps.add(line);
        }
    }

    /** An own message, by its ack: the server counts it as received by its sender. */
    void filled(ConversationId conversation, long seq) {
        Line line = line(conversation);
        if (!line.has(seq)) {
            line.fill(seq, seq);
            settle(line);
        }
    }

    /** What lies at or below the floor is not for this endpoint. What of it has come already keeps its place. */
    void floorIs(ConversationId conversation, long floor) {
        fillTo(line(conversation), floor);
    }

    private void fillTo(Line line, long floor) {
        if (floor > line.released()) {
            line.serverLast = Math.max(line.serverLast, floor);
            line.fill(line.released() + 1, floor);
            settle(line);
        }
    }

    private boolean hasRoom(Line line, Incoming message) {
        int size = message.content().size();
        return message.seq() == line.released() + 1
                ? pending < limits.pendingMessagesMax() && pendingBytes + size <= limits.pendingBytesMax()
                : held < limits.heldMessagesMax() && heldBytes + size <= limits.heldBytesMax();
    }

    private void settle(Line line) {
        line.touched = ++touches;
        release(line);
        advanceMark(line);
        watch(line);
    }

    private void release(Line line) {
        for (Slot slot = line.release(); slot != null; slot = line.release()) {
            if (slot.message != null) {
                held--;
                heldBytes -= slot.size();
                release(line, slot, slot.message);
            }
        }
    }

    private void release(Line line, Slot slot, Incoming message) {
        pending++;
        pendingBytes += slot.size();
        if (line.id.isAmendments()) {
            slot.place = Place.FILLED;
            annotations.amended(message);
            return;
        }
        slot.place = Place.WAITING;
        annotations.released(message);
        if (storesItself) {
            store.addIncoming(message);
        }
        makeReady(line);
    }

    private void makeReady(Line line) {
        if (!line.ready) {
            line.ready = true;
            ready.add(line);
        }
    }

    private void watch(Line line) {
        if (line.hasGap()) {
            gaps.add(line);
            return;
        }
        gaps.remove(line);
        Gap gap = line.told;
        if (gap != null) {
            line.told = null;
            out.accept(new Output.GapSeen(new Gap(line.id, gap.firstMissing(), gap.lastMissing(), true)));
        }
    }

    /** Gives messages to the handlers' queue, as far as it has room. */
    void advance(Now now) {
        int paused = 0;
        while (paused < ready.size() && handed < limits.handAheadMax()) {
            Line line = ready.remove();
            line.ready = false;
            if (line.retryAt > now.millis()) {
                paused++;
                makeReady(line);
            } else {
                paused = 0;
                hand(line, now);
            }
        }
    }

    private void hand(Line line, Now now) {
        while (line.nextHand <= line.released() && handed < limits.handAheadMax()) {
            Slot slot = line.at(line.nextHand);
            if (slot != null && slot.place == Place.WAITING && slot.message != null) {
                if (slot.message.isExpiredAt(now.unixMillis())) {
                    skip(line, slot);
                    continue;
                }
                slot.place = Place.HANDED;
                handed++;
                boolean repeated = line.retrying || line.nextHand <= line.storedTo;
                out.accept(new Output.Hand(slot.message, repeated, line.retrying));
                line.retrying = false;
            }
            line.nextHand = line.after(line.nextHand, slot);
        }
        if (line.nextHand <= line.released()) {
            makeReady(line);
        }
    }

    /** It was worth something while it waited, and is not any more. If its handler threw, what follows is the retry. */
    private void skip(Line line, Slot slot) {
        long seq = line.nextHand;
        slot.place = Place.FILLED;
        line.nextHand = line.after(seq, slot);
        line.backoff.reset();
        advanceMark(line);
    }

    void handlerDone(ConversationId conversation, long seq) {
        Line line = line(conversation);
        Slot slot = line.at(seq);
        if (slot == null || slot.place != Place.HANDED) {
            throw new IllegalStateException("seq " + seq + " of " + conversation + " is not with the handler");
        }
        slot.place = Place.DONE;
        handed--;
        line.backoff.reset();
        advanceMark(line);
    }

    void handlerFailed(ConversationId conversation, long seq, Throwable error, Now now) {
        Line line = line(conversation);
        Slot failed = line.at(seq);
        if (failed == null || failed.place != Place.HANDED || failed.message == null) {
            throw new IllegalStateException("seq " + seq + " of " + conversation + " is not with the handler");
        }
        for (Slot slot : line.from(seq)) {
            if (slot.place == Place.HANDED) {
                slot.place = Place.WAITING;
                handed--;
            }
        }
        long wait = line.backoff.next();
        line.nextHand = seq;
        line.retrying = true;
        line.retryAt = now.millis() + wait;
        makeReady(line);
        out.accept(new Output.HandlerTrouble(failed.message, error, line.backoff.attempts(), Duration.ofMillis(wait)));
    }

    void markReceived(ConversationId conversation, long seq) {
        Line line = line(conversation);
        line.saidReceived = Math.max(line.saidReceived, seq);
        advanceMark(line);
    }

    private void advanceMark(Line line) {
        long before = line.mark();
        int messages = 0;
        long bytes = 0;
        for (Slot slot = line.first(); slot != null && isReceived(line, slot); slot = line.first()) {
            line.passFirst();
            if (slot.message != null) {
                messages++;
                bytes += slot.size();
                pending--;
                pendingBytes -= slot.size();
            }
        }
        if (line.mark() > before) {
            store.mark(line.id, line.mark());
            receipts.received(line.id, line.mark(), messages, bytes);
        }
    }

    private boolean isReceived(Line line, Slot slot) {
        return slot.place == Place.FILLED
                || (slot.place == Place.DONE && (mode == ReceiptMode.AUTOMATIC || slot.last <= line.saidReceived));
    }

    /** What the server says is the newest of a conversation. */
    void serverHas(ConversationId conversation, long last) {
        Line line = line(conversation);
        line.serverLast = Math.max(line.serverLast, last);
        watch(line);
    }

    /** Something is missing that will not come by itself, and there is room to take it. */
    boolean wantsPull() {
        if (!gaps.isEmpty() && dropped) {
            return pending <= limits.pendingMessagesMax() / 2 && pendingBytes <= limits.pendingBytesMax() / 2;
        }
        return !gaps.isEmpty();
    }

    /** Tells the gaps the application has not heard of; a pull is on its way. */
    void pulling() {
        dropped = false;
        for (Line line : gaps) {
            if (line.told == null) {
                line.told = line.gap();
                out.accept(new Output.GapSeen(line.told));
            }
        }
    }

    /** Whether everything that arrived in order has been received, except where a handler throws. */
    boolean isSettled() {
        return lines.values().stream().allMatch(line -> line.mark() == line.released() || line.backoff.attempts() > 0);
    }

    /** Sum of all marks, to see whether anything moved. */
    long progress() {
        return lines.values().stream().mapToLong(Line::mark).sum();
    }

    /** Where this endpoint stands: the most recent conversations, as many as one sync may name. */
    Map<String, Long> marks() {
        Map<String, Long> marks = new LinkedHashMap<>();
        for (Line line : named()) {
            marks.put(line.id.seenBy(me), line.mark());
        }
        return marks;
    }

    /**
     * Has receipts tell where this endpoint stands in those conversations that a sync has no room for.
     *
     * @return whether there are any
     */
    boolean tellUnnamed() {
        Set<Line> named = new HashSet<>(named());
        List<Line> others =
                byActivity().stream().filter(it -> !named.contains(it)).toList();
        others.stream().filter(line -> line.mark() > 0).forEach(line -> receipts.again(line.id, line.mark()));
        return !others.isEmpty();
    }

    private List<Line> named() {
        List<Line> named = new ArrayList<>();
        int room = limits.syncBytesMax();
        for (Line line : byActivity()) {
            room -= Receipts.bytesMax(line.id.seenBy(me));
            if (room < 0 || named.size() >= limits.syncEntriesMax()) {
                break;
            }
            named.add(line);
        }
        return named;
    }

    private List<Line> byActivity() {
        return lines.values().stream()
                .filter(Line::isBegun)
                .sorted(Comparator.comparingLong((Line line) -> -line.touched).thenComparing(line -> line.id))
                .toList();
    }

    long mark(ConversationId conversation) {
        Line line = lines.get(conversation);
        return line == null ? 0 : line.mark();
    }

    /** Up to where the application may have seen the conversation. */
    long released(ConversationId conversation) {
        Line line = lines.get(conversation);
        return line == null ? 0 : line.released();
    }

    long dueAt(Now now) {
        long due = Long.MAX_VALUE;
        if (handed < limits.handAheadMax()) {
            for (Line line : ready) {
                due = Math.min(due, Math.max(line.retryAt, now.millis()));
            }
        }
        return due;
    }

    private Line line(ConversationId conversation) {
        return lines.computeIfAbsent(
                conversation,
                id -> new Line(id, new Backoff(limits.handlerRetryMin(), limits.handlerRetryMax(), random)));
    }
}
