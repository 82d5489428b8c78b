package io.parley.broker.edge;

import io.parley.broker.conversation.Submission;
import io.parley.protocol.EndpointId;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends the will of a connection that ended without saying goodbye, after its delay, unless the endpoint is back by then.
 * It goes the way of every message; nobody waits for its ack. Safe from any thread.
 */
final class Wills {
    /** Wills that wait for their delay; beyond it a will is sent without one. */
    private static final int DELAYED_MAX = 10_000;

    private final EdgeRoom room;
    private final ScheduledExecutorService timer;
    private final ConcurrentHashMap<EndpointId, ScheduledFuture<?>> delayed = new ConcurrentHashMap<>();

    Wills(EdgeRoom room, ScheduledExecutorService timer) {
        this.room = room;
        this.timer = timer;
    }

    void connectionLost(SignedIn lost) {
        Will will = lost.will();
        if (will == null) {
            return;
        }
        if (will.delay().isZero() || delayed.size() >= DELAYED_MAX) {
            send(lost, will);
            return;
        }
        ScheduledFuture<?> task = timer.schedule(
                () -> {
                    delayed.remove(lost.endpoint());
                    send(lost, will);
                },
                will.delay().toMillis(),
                TimeUnit.MILLISECONDS);
        replace(lost.endpoint(), task);
    }

    private void replace(EndpointId endpoint, ScheduledFuture<?> task) {
        ScheduledFuture<?> former = delayed.put(endpoint, task);
        if (former != null) {
            former.cancel(false);
        }
    }

    /** The endpoint is back: a delayed will of its former connection is void. */
    void returned(EndpointId endpoint) {
        ScheduledFuture<?> task = delayed.remove(endpoint);
        if (task != null) {
            task.cancel(false);
        }
    }

    private void send(SignedIn lost, Will will) {
        room.observer().willSent();
        room.conversations()
                .submit(List.of(new Submission(
                        will.conversation(),
                        lost.endpoint(),
                        lost.connection(),
                        will.id(),
                        will.after(),
                        will.expiryMillis(),
                        will.contentType(),
                        will.content())));
    }
}
