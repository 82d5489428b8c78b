package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Marks;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tells the server how far this endpoint has received and the user has read. Marks are cumulative, so they are gathered:
 * a receipt goes at once if none went lately, else after a short delay or when enough messages have come together.
 */
final class Receipts {
    /** Quotes, colon, comma and a 64-bit number in JSON. */
    private static final int MARK_LENGTH_MAX = 24;

    private record Flight(Map<ConversationId, Long> received, Map<ConversationId, Long> read, long dueAt) {}

    private final UserName me;
    private final SessionLimits limits;
    private final Consumer<Output> out;
    private final LongSupplier tokens;
    private final Backoff backoff;
    private final Map<ConversationId, Long> received = new LinkedHashMap<>();
    private final Map<ConversationId, Long> read = new LinkedHashMap<>();
    private final Map<Long, Flight> flights = new LinkedHashMap<>();
    private long lastSentAt = Long.MIN_VALUE / 2;
    private long notBefore;
    private int messages;
    private long bytes;
    private int unanswered;
    private boolean connected;

    /** @param tokens never gives the same twice */
    Receipts(UserName me, SessionLimits limits, RandomGenerator random, Consumer<Output> out, LongSupplier tokens) {
        this.me = me;
        this.limits = limits;
        this.out = out;
        this.tokens = tokens;
        this.backoff = new Backoff(limits.retryMin(), limits.retryMax(), random);
    }

    void received(ConversationId conversation, long mark, int newMessages, long newBytes) {
        received.merge(conversation, mark, Math::max);
        messages += newMessages;
        bytes += newBytes;
    }

    /** The server sent what it was told to be received: it may not have heard. */
    void again(ConversationId conversation, long mark) {
        received.merge(conversation, mark, Math::max);
    }

    void read(ConversationId conversation, long mark) {
        read.merge(conversation, mark, Math::max);
    }

    /** The server is known to have this much. */
    void readIsKnown(ConversationId conversation, long mark) {
        read.computeIfPresent(conversation, (id, wanted) -> wanted <= mark ? null : wanted);
    }

    void connected() {
        connected = true;
        unanswered = 0;
        notBefore = 0;
        backoff.reset();
    }

    void disconnected() {
        connected = false;
        flights.values().forEach(this::takeBack);
        flights.clear();
    }

    private void takeBack(Flight flight) {
        flight.received().forEach((id, mark) -> received.merge(id, mark, Math::max));
        flight.read().forEach((id, mark) -> read.merge(id, mark, Math::max));
    }

    void answered(long token, boolean ok, Now now) {
        Flight flight = flights.remove(token);
        if (flight == null) {
            return;
        }
        unanswered = 0;
        if (ok) {
            backoff.reset();
        } else {
            takeBack(flight);
            notBefore = now.millis() + backoff.next();
        }
    }

    void advance(Now now) {
        if (!connected) {
            return;
        }
        for (Iterator<Flight> each = flights.values().iterator(); each.hasNext(); ) {
            Flight flight = each.next();
            if (flight.dueAt() <= now.millis()) {
                each.remove();
                takeBack(flight);
                unanswered++;
            }
        }
        if (sendAt() <= now.millis()) {
            flush(now);
        }
    }

    /** Sends what is gathered, as far as the window has room. */
    void flush(Now now) {
        while (connected && !(received.isEmpty() && read.isEmpty()) && hasRoom()) {
            Room room = new Room(limits.receiptEntriesMax(), limits.syncBytesMax());
            Map<ConversationId, Long> someReceived = take(received, room);
            Map<ConversationId, Long> someRead = take(read, room);
            long token = tokens.getAsLong();
            flights.put(token, new Flight(someReceived, someRead, now.millis() + limits.replyTimeout()));
            out.accept(new Output.PublishReceipt(token, new Marks(seen(someReceived), seen(someRead))));
            lastSentAt = now.millis();
            messages = 0;
            bytes = 0;
        }
    }

    private boolean hasRoom() {
        return flights.size() < limits.receiptsInFlightMax();
    }

    /** What one packet has room for. */
    private static final class Room {
        private int entries;
        private int bytes;

        Room(int entries, int bytes) {
            this.entries = entries;
            this.bytes = bytes;
        }

        boolean takes(String seen) {
            entries--;
            bytes -= bytesMax(seen);
            return entries >= 0 && bytes >= 0;
        }
    }

    private Map<ConversationId, Long> take(Map<ConversationId, Long> from, Room room) {
        Map<ConversationId, Long> some = new LinkedHashMap<>();
        Iterator<Map.Entry<ConversationId, Long>> each = from.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<ConversationId, Long> entry = each.next();
            if (!room.takes(entry.getKey().seenBy(me))) {
                break;
            }
            some.put(entry.getKey(), entry.getValue());
            each.remove();
        }
        return some;
    }

    /** How much the mark of a conversation may take in JSON. */
    static int bytesMax(String seen) {
        return seen.length() + MARK_LENGTH_MAX;
    }

    private Map<String, Long> seen(Map<ConversationId, Long> marks) {
        Map<String, Long> seen = new HashMap<>();
        marks.forEach((id, mark) -> seen.put(id.seenBy(me), mark));
        return seen;
    }

    private long sendAt() {
        if ((received.isEmpty() && read.isEmpty()) || !hasRoom()) {
            return Long.MAX_VALUE;
        }
        boolean enough = messages >= limits.receiptMessagesMax() || bytes >= limits.receiptBytesMax();
        long gathered = enough ? lastSentAt : lastSentAt + limits.receiptDelay();
        return Math.max(notBefore, gathered);
    }

    boolean isUnheard() {
        return unanswered >= limits.attemptsMax();
    }

    /** Whether the server has been told everything, and has taken it. */
    boolean isTold() {
        return received.isEmpty() && read.isEmpty() && flights.isEmpty();
    }

    boolean isWaiting() {
        return !flights.isEmpty();
    }

    long dueAt() {
        if (!connected) {
            return Long.MAX_VALUE;
        }
        long due = sendAt();
        for (Flight flight : flights.values()) {
            due = Math.min(due, flight.dueAt());
        }
        return due;
    }
}
