package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.store.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Own messages until the server has answered them.
 *
 * <p>One lane per conversation, in the order of sending. Of each lane a front part is in flight; the others wait for the
 * window or the connection. A message whose predecessor in the lane is open names it in {@code after}, so that the
 * server refuses rather than overtakes; every retryable refusal therefore puts the whole lane back, to be sent again
 * from its first message on. A message that fails for good leaves the lane, and its successor names whom it then follows.
 * What leaves in one step travels together, as {@link Batching} says; it is answered message by message all the same.
 */
final class Outbox {
    private static final class Entry {
        final Outgoing message;
        final Lane lane;

        @Nullable Entry previous;

        @Nullable Entry next;

        boolean offered;
        boolean alone;
        long packet;
        boolean told;
        int attempts;
        long dueAt;

        Entry(Outgoing message, Lane lane, boolean offered) {
            this.message = message;
            this.lane = lane;
            this.offered = offered;
        }
    }

    /** A linked list; what is before {@code unsent} is in flight. */
    private static final class Lane {
        final Backoff backoff;

        @Nullable Entry first;

        @Nullable Entry last;

        @Nullable Entry unsent;

        long pausedUntil;
        boolean ready;

        Lane(Backoff backoff) {
            this.backoff = backoff;
        }

        void add(Entry entry) {
            entry.previous = last;
            if (last == null) {
                first = entry;
            } else {
                last.next = entry;
            }
            last = entry;
            if (unsent == null) {
                unsent = entry;
            }
        }

        void remove(Entry entry) {
            if (unsent == entry) {
                unsent = entry.next;
            }
            if (entry.previous == null) {
                first = entry.next;
            } else {
                entry.previous.next = entry.next;
            }
            if (entry.next == null) {
                last = entry.previous;
            } else {
                entry.next.previous = entry.previous;
            }
        }
    }

    private final SessionLimits limits;
    private final Store store;
    private final RandomGenerator random;
    private final Consumer<Output> out;
    private final Batching batching;
    private final List<Entry> leaving = new ArrayList<>();
    private final Map<ConversationId, Lane> lanes = new HashMap<>();
    private final Map<MessageId, Entry> byId = new LinkedHashMap<>();
    private final Map<MessageId, Entry> inFlight = new LinkedHashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final PriorityQueue<Entry> expiring =
            new PriorityQueue<>(Comparator.comparingLong((Entry it) -> it.message.expiresAt()));
    private long bytes;
    private boolean connected;

    /** @param tokens never gives the same twice */
    Outbox(SessionLimits limits, Store store, RandomGenerator random, Consumer<Output> out, LongSupplier tokens) {
        this.limits = limits;
        this.store = store;
        this.random = random;
        this.out = out;
        this.batching = new Batching(limits, tokens, out);
    }

    /** Without expiry nobody remembers whether it was offered, so it counts as offered. */
    void load(Outgoing message) {
        enter(message, message.expiresAt() == 0 || message.offered());
    }

    void send(Outgoing message) {
        if (byId.size() >= limits.outboxMessagesMax()
                || bytes + message.content().size() > limits.outboxBytesMax()) {
            fail(message, MessageStatus.failed(MessageStatus.Failure.OUTBOX_FULL, true));
            return;
        }
        store.addOutgoing(message);
        enter(message, false);
        out.accept(new Output.Queued(message.id()));
    }

    private void enter(Outgoing message, boolean offered) {
        Lane lane = lanes.computeIfAbsent(
                message.conversation(), it -> new Lane(new Backoff(limits.retryMin(), limits.retryMax(), random)));
        Entry entry = new Entry(message, lane, offered);
        lane.add(entry);
        byId.put(message.id(), entry);
        bytes += message.content().size();
        if (message.expiresAt() > 0) {
            expiring.add(entry);
        }
        makeReady(lane);
    }

    private void makeReady(Lane lane) {
        if (!lane.ready) {
            lane.ready = true;
            ready.add(lane);
        }
    }

    void connected() {
        connected = true;
    }

    void disconnected() {
        connected = false;
        inFlight.clear();
        for (Lane lane : lanes.values()) {
            putBack(lane);
            lane.pausedUntil = 0;
            lane.backoff.reset();
        }
    }

    private void putBack(Lane lane) {
        for (Entry entry = lane.first; entry != null && entry != lane.unsent; entry = entry.next) {
            entry.attempts = 0;
            inFlight.remove(entry.message.id());
        }
        lane.unsent = lane.first;
        makeReady(lane);
    }

    /** Lets expire what was never offered, repeats what was not answered in time, and fills the window. */
    void advance(Now now) {
        expire(now);
        if (!connected) {
            return;
        }
        for (Entry entry : List.copyOf(inFlight.values())) {
            if (entry.dueAt <= now.millis()) {
                publish(entry, now);
            }
        }
        fillWindow(now);
        depart();
    }

    /** One message of each lane in turn, so that a long lane does not hold up the others. */
    private void fillWindow(Now now) {
        int paused = 0;
        while (paused < ready.size() && inFlight.size() < limits.windowMessagesMax()) {
            Lane lane = ready.remove();
            lane.ready = false;
            Entry next = lane.unsent;
            if (next == null) {
                continue;
            }
            if (lane.pausedUntil > now.millis()) {
                paused++;
            } else {
                paused = 0;
                lane.unsent = next.next;
                publish(next, now);
            }
            makeReady(lane);
        }
    }

    private void publish(Entry entry, Now now) {
        if (!entry.offered && entry.message.expiresAt() > 0) {
            store.offered(entry.message.id());
        }
        entry.offered = true;
        entry.dueAt = now.millis()
                + Backoff.jitter(limits.ackTimeout() * Math.min(3, 1L << Math.min(entry.attempts, 2)), random);
        entry.attempts++;
        inFlight.put(entry.message.id(), entry);
        MessageId after = entry.previous == null ? null : entry.previous.message.id();
        Output.PublishMessage message =
                new Output.PublishMessage(entry.message, after, expirySeconds(entry.message, now));
        entry.packet = batching.add(message, entry.alone);
        leaving.add(entry);
    }

    private void depart() {
        batching.close();
        for (Entry entry : leaving) {
            if (!entry.told) {
                entry.told = true;
                Outgoing message = entry.message;
                out.accept(new Output.StatusChanged(message.id(), message.conversation(), MessageStatus.SENT));
            }
        }
        leaving.clear();
    }

    /** An interval of 0 asks for the answer to an earlier try, and gives the message no new life. */
    private static long expirySeconds(Outgoing message, Now now) {
        return message.expiresAt() == 0 ? -1 : Math.max(0, (message.expiresAt() - now.unixMillis() + 999) / 1000);
    }

    /** What was never offered expires here; the fate of what was is the server's to tell. */
    private void expire(Now now) {
        while (!expiring.isEmpty() && expiring.peek().message.expiresAt() <= now.unixMillis()) {
            Entry entry = expiring.remove();
            if (byId.containsKey(entry.message.id()) && !entry.offered) {
                settle(entry);
                store.failed(entry.message.id(), Reason.EXPIRED.code());
                fail(entry.message, MessageStatus.failed(Reason.EXPIRED.code(), false));
            }
        }
    }

    /** @return the message, if this acceptance is news */
    Optional<Outgoing> accepted(MessageId id, long seq, long at) {
        Entry entry = byId.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        settle(entry);
        entry.lane.backoff.reset();
        store.accepted(id, seq, at);
        return Optional.of(entry.message);
    }

    void rejected(Ack ack, Reason reason, Now now) {
        Entry entry = byId.get(ack.id());
        if (entry != null) {
            rejected(entry, reason, ack.retryAfterMillis(), now);
        }
    }

    private void rejected(Entry entry, Reason reason, long retryAfterMillis, Now now) {
        MessageId id = entry.message.id();
        if (!reason.retryable()) {
            settle(entry);
            entry.lane.backoff.reset();
            store.failed(id, reason.code());
            fail(entry.message, MessageStatus.failed(reason.code(), false));
        } else if (inFlight.containsKey(id)) {
            putBack(entry.lane);
            // whom it named failed for good, and it names nobody now: there is nothing to wait for
            boolean atOnce = reason == Reason.OUT_OF_ORDER && entry.previous == null;
            entry.lane.pausedUntil = atOnce ? 0 : now.millis() + Math.max(retryAfterMillis, entry.lane.backoff.next());
        }
    }

    /**
     * A packet was refused whole, so no ack comes of its messages. A final refusal is the packet's, not theirs: perhaps this
     * server takes only smaller ones, and some may have been accepted on an earlier try. They go again one by one, to be
     * answered by their ids.
     *
     * @return whether messages travel in that packet; one that was sent again since does so in another
     */
    boolean refused(long packet, Reason reason, Now now) {
        List<Entry> entries =
                inFlight.values().stream().filter(it -> it.packet == packet).toList();
        if (entries.isEmpty()) {
            return false;
        }
        // a packet is of one conversation, so they share a lane, which is put back as a whole
        Entry first = entries.get(0);
        if (reason.retryable()) {
            rejected(first, reason, 0, now);
        } else {
            entries.forEach(entry -> entry.alone = true);
            putBack(first.lane);
        }
        return true;
    }

    private void settle(Entry entry) {
        MessageId id = entry.message.id();
        byId.remove(id);
        inFlight.remove(id);
        entry.lane.remove(entry);
        if (entry.message.expiresAt() > 0) {
            expiring.remove(entry);
        }
        bytes -= entry.message.content().size();
    }

    private void fail(Outgoing message, MessageStatus status) {
        out.accept(new Output.StatusChanged(message.id(), message.conversation(), status));
        out.accept(new Output.Forgotten(message.id()));
    }

    /** Whether some message was offered on this connection so often, in vain, that the connection must be at fault. */
    boolean isUnheard(Now now) {
        for (Entry entry : inFlight.values()) {
            if (entry.attempts >= limits.attemptsMax() && entry.dueAt <= now.millis()) {
                return true;
            }
        }
        return false;
    }

    boolean isWaitingForAcks() {
        return !inFlight.isEmpty();
    }

    /** Messages without answer, in the order they were sent. */
    List<MessageId> waiting() {
        return new ArrayList<>(byId.keySet());
    }

    /** When {@link #advance} has something to do, by the timers' clock. */
    long dueAt(Now now) {
        long due = Long.MAX_VALUE;
        if (!expiring.isEmpty()) {
            due = now.millis() + Math.max(1, expiring.peek().message.expiresAt() - now.unixMillis());
        }
        if (connected) {
            for (Entry entry : inFlight.values()) {
                due = Math.min(due, entry.dueAt);
            }
            if (inFlight.size() < limits.windowMessagesMax()) {
                for (Lane lane : ready) {
                    due = Math.min(due, Math.max(lane.pausedUntil, now.millis()));
                }
            }
        }
        return due;
    }
}
