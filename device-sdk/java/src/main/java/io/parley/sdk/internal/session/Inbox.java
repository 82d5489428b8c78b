package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.Gap;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Messages from their arrival until they count as received.
 *
 * <pre>
 *   seq   1 ............ mark | mark+1 ......... released | released+2 ...
 *         received            | with or before the handler | held: came early
 * </pre>
 *
 * What is at most {@code mark} is dropped and acknowledged again, {@code released + 1} is released, what is beyond is
 * held and the gap pulled. Own messages and gone ones fill their place without being handed. The mark moves over what the
 * handler returned from (AUTOMATIC) or the application said it received (MANUAL), and is stored with that.
 */
final class Inbox {
    /** Quotes, colon, comma and a 64-bit number in JSON. */
    private static final int MARK_LENGTH_MAX = 24;

    private enum Place {
        HELD,
        WAITING,
        HANDED,
        DONE,
        FILLED
    }

    private static final class Slot {
        final @Nullable Incoming message;
        Place place;

        Slot(@Nullable Incoming message, Place place) {
            this.message = message;
            this.place = place;
        }

        int size() {
            return message == null ? 0 : message.content().size();
        }
    }

    private static final class Line {
        final ConversationId id;
        final TreeMap<Long, Slot> slots = new TreeMap<>();
        final Backoff backoff;
        long mark;
        long released;
        long nextHand;
        long storedTo;
        long serverLast;
        long saidReceived;
        long retryAt;
        boolean retrying;
        boolean ready;
        long touched;

        @Nullable Gap told;

        Line(ConversationId id, Backoff backoff) {
            this.id = id;
            this.backoff = backoff;
        }

        boolean hasGap() {
            return serverLast > released || (!slots.isEmpty() && slots.lastKey() > released);
        }
    }

    private final UserName me;
    private final SessionLimits limits;
    private final ReceiptMode mode;
    private final boolean storesItself;
    private final Store store;
    private final RandomGenerator random;
    private final Consumer<Output> out;
    private final Receipts receipts;
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

    /** @param transactional whether the handler's transaction stores message and mark, so that it is not done before */
    Inbox(
            UserName me,
            SessionLimits limits,
            ReceiptMode mode,
            boolean transactional,
            Store store,
            RandomGenerator random,
            Consumer<Output> out,
            Receipts receipts) {
        this.me = me;
        this.limits = limits;
        this.mode = mode;
        this.storesItself = !transactional;
        this.store = store;
        this.random = random;
        this.out = out;
        this.receipts = receipts;
    }

    void load(Loaded.Conversation conversation) {
        Line line = line(conversation.id());
        line.mark = conversation.mark();
        line.released = conversation.mark();
        line.nextHand = conversation.mark() + 1;
        line.saidReceived = conversation.mark();
        line.storedTo = conversation.storedTo();
        line.serverLast = conversation.mark();
    }

    /** @param ownSender whether {@link Incoming#from} is this very endpoint, so that it is not handed */
    void arrived(Incoming message, boolean ownSender) {
        Line line = line(message.conversation());
        if (message.seq() <= line.mark) {
            receipts.again(line.id, line.mark);
        } else if (message.gone() || ownSender) {
            put(line, message.seq(), new Slot(null, Place.FILLED));
        } else if (hasRoom(line, message)) {
            put(line, message.seq(), new Slot(message, Place.HELD));
        } else {
            dropped = true;
            line.serverLast = Math.max(line.serverLast, message.seq());
            gaps.add(line);
        }
    }

    /** An own message, by its ack: the server counts it as received by its sender. */
    void filled(ConversationId conversation, long seq) {
        Line line = line(conversation);
        if (seq > line.mark) {
            put(line, seq, new Slot(null, Place.FILLED));
        }
    }

    private boolean hasRoom(Line line, Incoming message) {
        int size = message.content().size();
        return message.seq() == line.released + 1
                ? pending < limits.pendingMessagesMax() && pendingBytes + size <= limits.pendingBytesMax()
                : held < limits.heldMessagesMax() && heldBytes + size <= limits.heldBytesMax();
    }

    private void put(Line line, long seq, Slot slot) {
        if (line.slots.putIfAbsent(seq, slot) != null) {
            return;
        }
        line.touched = ++touches;
        if (slot.place == Place.HELD) {
            held++;
            heldBytes += slot.size();
        }
        release(line);
        advanceMark(line);
        watch(line);
    }

    private void release(Line line) {
        for (Slot slot = line.slots.get(line.released + 1); slot != null; slot = line.slots.get(line.released + 1)) {
            line.released++;
            if (slot.message != null && slot.place == Place.HELD) {
                slot.place = Place.WAITING;
                held--;
                heldBytes -= slot.size();
                pending++;
                pendingBytes += slot.size();
                if (storesItself) {
                    store.addIncoming(slot.message);
                }
                makeReady(line);
            }
        }
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
        if (line.told != null) {
            Gap gap = line.told;
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
                hand(line);
            }
        }
    }

    private void hand(Line line) {
        while (line.nextHand <= line.released && handed < limits.handAheadMax()) {
            Slot slot = line.slots.get(line.nextHand);
            if (slot != null && slot.place == Place.WAITING && slot.message != null) {
                slot.place = Place.HANDED;
                handed++;
                boolean repeated = line.retrying || line.nextHand <= line.storedTo;
                out.accept(new Output.Hand(slot.message, repeated, line.retrying));
                line.retrying = false;
            }
            line.nextHand++;
        }
        if (line.nextHand <= line.released) {
            makeReady(line);
        }
    }

    void handlerDone(ConversationId conversation, long seq) {
        Line line = line(conversation);
        Slot slot = line.slots.get(seq);
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
        Slot failed = line.slots.get(seq);
        if (failed == null || failed.place != Place.HANDED || failed.message == null) {
            throw new IllegalStateException("seq " + seq + " of " + conversation + " is not with the handler");
        }
        for (Slot slot : line.slots.tailMap(seq, true).values()) {
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
        long before = line.mark;
        int messages = 0;
        long bytes = 0;
        while (!line.slots.isEmpty() && line.slots.firstKey() == line.mark + 1) {
            Slot slot = line.slots.firstEntry().getValue();
            boolean received = slot.place == Place.FILLED
                    || (slot.place == Place.DONE
                            && (mode == ReceiptMode.AUTOMATIC || line.mark + 1 <= line.saidReceived));
            if (!received) {
                break;
            }
            line.slots.pollFirstEntry();
            line.mark++;
            if (slot.message != null) {
                messages++;
                bytes += slot.size();
                pending--;
                pendingBytes -= slot.size();
            }
        }
        if (line.mark > before) {
            store.mark(line.id, line.mark);
            receipts.received(line.id, line.mark, messages, bytes);
        }
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
                long last = line.slots.isEmpty() || line.slots.lastKey() <= line.released
                        ? line.serverLast
                        : line.slots.higherKey(line.released) - 1;
                line.told = new Gap(line.id, line.released + 1, last, false);
                out.accept(new Output.GapSeen(line.told));
            }
        }
    }

    /** Whether everything that arrived in order has been received, except where a handler throws. */
    boolean isSettled() {
        return lines.values().stream().allMatch(line -> line.mark == line.released || line.backoff.attempts() > 0);
    }

    /** Sum of all marks, to see whether anything moved. */
    long progress() {
        return lines.values().stream().mapToLong(line -> line.mark).sum();
    }

    /** Where this endpoint stands, the most recent conversations first if there are more than may be named. */
    Map<String, Long> marks() {
        Map<String, Long> marks = new LinkedHashMap<>();
        int room = limits.syncBytesMax();
        for (Line line : byActivity()) {
            String seen = line.id.seenBy(me);
            room -= seen.length() + MARK_LENGTH_MAX;
            if (room < 0 || marks.size() >= limits.syncEntriesMax()) {
                break;
            }
            marks.put(seen, line.mark);
        }
        return marks;
    }

    private List<Line> byActivity() {
        return lines.values().stream()
                .filter(line -> line.mark > 0)
                .sorted(Comparator.comparingLong((Line line) -> -line.touched).thenComparing(line -> line.id))
                .toList();
    }

    long mark(ConversationId conversation) {
        Line line = lines.get(conversation);
        return line == null ? 0 : line.mark;
    }

    /** Up to where the application may have seen the conversation. */
    long released(ConversationId conversation) {
        Line line = lines.get(conversation);
        return line == null ? 0 : line.released;
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
        return lines.computeIfAbsent(conversation, id -> {
            Line line = new Line(id, new Backoff(limits.handlerRetryMin(), limits.handlerRetryMax(), random));
            line.nextHand = 1;
            return line;
        });
    }
}
