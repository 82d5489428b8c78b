package io.parley.broker.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may read from the log next: conversations that are behind take turns, one read each, a few at a time. Part of
 * {@link EndpointSession} and of its thread.
 */
final class Turns {
    private final DeliverySettings settings;
    private final SessionHost host;
    private final RandomGenerator random;
    private final Deque<Flow> waiting = new ArrayDeque<>();
    /** Numbers of the reads under way, also of those nobody waits for any more. */
    private final Set<Long> underWay = new HashSet<>();
    /** Whose read failed, and when they may try again. */
    private final Map<Flow, Long> failed = new HashMap<>();

    private int awaited;
    private long lastNumber;

    Turns(DeliverySettings settings, SessionHost host, RandomGenerator random) {
        this.settings = settings;
        this.host = host;
        this.random = random;
    }

    /** Takes a place in the line, unless it has one, is reading, or must wait after a failure. */
    void queue(Flow flow) {
        flow.passHidden();
        if (flow.mayRead() && !flow.waitsForTurn && flow.reading == null && !failed.containsKey(flow)) {
            flow.waitsForTurn = true;
            waiting.add(flow);
        }
    }

    /** The next to read, null if there is none or enough are reading. */
    @Nullable Flow next() {
        while (underWay.size() < settings.readsMax() && !waiting.isEmpty()) {
            Flow flow = waiting.remove();
            flow.waitsForTurn = false;
            if (flow.mayRead() && flow.reading == null) {
                return flow;
            }
        }
        return null;
    }

    void read(Flow flow, int messagesMax, long bytesMax) {
        LogRead read =
                new LogRead(++lastNumber, flow.conversation(), flow.sent() + 1, flow.readTo(), messagesMax, bytesMax);
        flow.reading = read;
        underWay.add(read.number());
        awaited++;
        host.read(read);
    }

    /** A read was answered. */
    void answered(LogRead read) {
        underWay.remove(read.number());
    }

    /** The flow does not wait for its read any more, answered or not. */
    void stopReading(Flow flow) {
        if (flow.reading != null) {
            flow.reading = null;
            awaited--;
        }
    }

    void failed(Flow flow, long now) {
        flow.readFailures++;
        failed.put(flow, now + settings.retryDelayMillis(flow.readFailures, random));
    }

    void clear() {
        waiting.forEach(flow -> flow.waitsForTurn = false);
        waiting.clear();
        failed.clear();
    }

    /** Whether nobody reads or waits to. */
    boolean isIdle() {
        return awaited == 0 && waiting.isEmpty() && failed.isEmpty();
    }

    boolean isReading() {
        return awaited > 0;
    }

    void tick(long now) {
        if (failed.isEmpty()) {
            return;
        }
        Iterator<Map.Entry<Flow, Long>> each = failed.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Flow, Long> entry = each.next();
            if (now >= entry.getValue()) {
                each.remove();
                queue(entry.getKey());
            }
        }
    }

    long dueAt() {
        long due = Long.MAX_VALUE;
        if (!failed.isEmpty()) {
            for (long againAt : failed.values()) {
                due = Math.min(due, againAt);
            }
        }
        return due;
    }
}
