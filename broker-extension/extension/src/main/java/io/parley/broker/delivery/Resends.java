package io.parley.broker.delivery;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * When what was sent must have been acknowledged. One clock a conversation, restarted by every progress. Part of {@link
 * EndpointSession} and of its thread.
 */
final class Resends {
    private final DeliverySettings settings;
    private final EndpointKind kind;
    private final RandomGenerator random;
    /** Flows whose clock runs. */
    private final Set<Flow> running = new HashSet<>();
    /** No clock ends before this; it may be early, never late. */
    private long dueAt = Long.MAX_VALUE;

    Resends(DeliverySettings settings, EndpointKind kind, RandomGenerator random) {
        this.settings = settings;
        this.kind = kind;
        this.random = random;
    }

    /** Something was sent: the clock runs, or goes on running. */
    void sent(Flow flow, long now) {
        if (flow.resendAt == Long.MAX_VALUE) {
            start(flow, now);
        }
    }

    /** Something was acknowledged: all is well, the clock starts anew if more is in flight. */
    void progressed(Flow flow, long now) {
        flow.resends = 0;
        flow.parked = false;
        flow.resendAt = Long.MAX_VALUE;
        if (flow.unacknowledged() > 0) {
            start(flow, now);
        }
    }

    private void start(Flow flow, long now) {
        flow.resendAt = now + settings.resendDelayMillis(kind, flow.resends, random);
        dueAt = Math.min(dueAt, flow.resendAt);
        running.add(flow);
    }

    /** How many messages this conversation may have in flight more, besides what the window says. */
    int allowance(Flow flow) {
        return flow.resends == 0
                ? Integer.MAX_VALUE
                : Math.max(0, settings.resendMessagesMax() - flow.unacknowledged());
    }

    void tick(long now, Consumer<Flow> overdue) {
        if (now < dueAt) {
            return;
        }
        dueAt = Long.MAX_VALUE;
        for (Flow flow : Set.copyOf(running)) {
            if (flow.resendAt == Long.MAX_VALUE) {
                running.remove(flow);
            } else if (now >= flow.resendAt) {
                running.remove(flow);
                flow.resendAt = Long.MAX_VALUE;
                overdue.accept(flow);
            } else {
                dueAt = Math.min(dueAt, flow.resendAt);
            }
        }
    }

    long dueAt() {
        return dueAt;
    }
}
