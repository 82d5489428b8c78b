package io.parley.broker.schedule;

import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.ScheduleStore;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link Scheduler} in virtual time over a store: what the actor is in production. It can die at any moment. */
final class VirtualScheduler implements SchedulerEffects {
    private final VirtualTime time;
    private final ScheduleStore store;
    private final Sending sending;
    private final Scheduler scheduler;
    private boolean dead;
    int underWay;
    int underWayMax;

    VirtualScheduler(VirtualTime time, ScheduleStore store, Sending sending, SchedulerSettings settings, long seed) {
        this.time = time;
        this.store = store;
        this.sending = sending;
        this.scheduler = new Scheduler(this, settings, new Random(seed));
        input(() -> scheduler.start(time.millis()));
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** From now on it does nothing and hears nothing; what it asked of the store happens all the same. */
    void kill() {
        dead = true;
    }

    private void input(Runnable input) {
        if (dead) {
            return;
        }
        input.run();
        long next = scheduler.nextTick();
        if (next != Scheduler.NEVER) {
            time.after(Math.max(1, next - time.millis()), () -> tickIfDue(next));
        }
    }

    private void tickIfDue(long planned) {
        if (!dead && scheduler.nextTick() <= planned) {
            input(() -> scheduler.tick(time.millis()));
        }
    }

    private <T> void pipe(CompletionStage<T> stage, Consumer<T> answered, Runnable failed) {
        stage.whenComplete((value, fault) -> time.after(
                0,
                () -> input(() -> {
                    if (fault == null) {
                        answered.accept(value);
                    } else {
                        failed.run();
                    }
                })));
    }

    @Override
    public void findMinutes(long from, long to, int max) {
        pipe(
                store.minutes(from, to, max),
                found -> scheduler.minutesFound(found, time.millis()),
                () -> scheduler.minutesFailed(time.millis()));
    }

    @Override
    public void readDue(long minute, @Nullable DueMessage after, long dueMax, int max) {
        pipe(
                store.due(minute, after, dueMax, max),
                page -> scheduler.dueFound(minute, page, time.millis()),
                () -> scheduler.dueFailed(minute, time.millis()));
    }

    @Override
    public void attempt(DueMessage due, int number, boolean last) {
        underWay++;
        underWayMax = Math.max(underWayMax, underWay);
        pipe(
                sending.attempt(due, last),
                outcome -> {
                    underWay--;
                    scheduler.attempted(due, number, outcome, time.millis());
                },
                () -> {
                    underWay--;
                    scheduler.attempted(due, number, Outcome.again(0), time.millis());
                });
    }

    @Override
    public void drop(long minute) {
        pipe(
                store.drop(minute),
                done -> scheduler.dropped(minute, time.millis()),
                () -> scheduler.dropFailed(minute, time.millis()));
    }
}
