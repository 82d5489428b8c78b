package io.parley.broker.schedule;

import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.Scheduled.Status;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a scheduled message: begin, submit, note what became of it, tell the user, settle. Wherever it breaks
 * off, the next attempt begins anew; the message's id keeps that from sending it twice. Safe from any thread.
 */
public final class Sending {
    /**
     * Owners remember ids for this long, from when they accepted them. So long after the first attempt nobody can say whether
     * one succeeded; none is made any more, and the user is told so.
     */
    static final long REMEMBERED_MILLIS = Duration.ofDays(7).toMillis();

    /** The way to the conversation's owner, under the message's own id. */
    @FunctionalInterface
    public interface Outbox {
        CompletionStage<Ack> submit(ScheduledMessage message);
    }

    private final ScheduleStore store;
    private final Outbox outbox;
    private final Consumer<Scheduled> told;
    private final Clock clock;

    /** @param told where the user's endpoints hear what became of a message; must not block */
    public Sending(ScheduleStore store, Outbox outbox, Consumer<Scheduled> told, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.told = told;
        this.clock = clock;
    }

    /** Fails only as the store does. @param last give up what cannot be sent now */
    public CompletionStage<Outcome> attempt(DueMessage due, boolean last) {
        long now = clock.millis();
        return store.begin(due, now).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(Outcome.ABSENT);
            }
            Scheduled scheduled = found.get();
            ScheduledMessage message = scheduled.message();
            if (scheduled.status() != Status.SENDING) {
                return settle(due);
            }
            long at = scheduled.attemptedAt();
            if (now - at > REMEMBERED_MILLIS) {
                return finish(due, Scheduled.rejected(message, at, Reason.UNKNOWN_OUTCOME));
            }
            return outbox.submit(message)
                    .handle((ack, failure) -> ack != null ? ack : unknown(message, failure))
                    .thenCompose(ack -> answered(due, message, ack, at, last));
        });
    }

    private static Ack unknown(ScheduledMessage message, @Nullable Throwable failure) {
        if (failure instanceof Error broken) {
            throw new CompletionException(broken);
        }
        return Ack.rejected(message.id(), Reason.UNKNOWN_OUTCOME, 0);
    }

    private CompletionStage<Outcome> answered(
            DueMessage due, ScheduledMessage message, Ack ack, long at, boolean last) {
        Reason reason = ack.reason();
        if (reason == null) {
            return finish(due, Scheduled.accepted(message, at, ack.seq()));
        }
        if (reason.retryable() && !last) {
            return CompletableFuture.completedStage(Outcome.again(ack.retryAfterMillis()));
        }
        return finish(due, Scheduled.rejected(message, at, reason));
    }

    private CompletionStage<Outcome> finish(DueMessage due, Scheduled over) {
        return store.finish(over).thenCompose(done -> {
            told.accept(over);
            return settle(due);
        });
    }

    private CompletionStage<Outcome> settle(DueMessage due) {
        return store.settle(due).thenApply(done -> Outcome.OVER);
    }
}
