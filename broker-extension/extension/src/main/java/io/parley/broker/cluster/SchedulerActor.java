package io.parley.broker.cluster;

import io.parley.broker.schedule.Outcome;
import io.parley.broker.schedule.Scheduler;
import io.parley.broker.schedule.SchedulerEffects;
import io.parley.broker.schedule.SchedulerSettings;
import io.parley.broker.schedule.Sending;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.ScheduleStore;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's singleton around a {@link Scheduler}: lends it a thread, a clock and a timer. It has nothing that the store
 * does not have, so it starts anew on another node, after a fault, or when the clock was set back.
 */
final class SchedulerActor extends AbstractBehavior<SchedulerActor.Message> implements SchedulerEffects {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerActor.class);

    private static final Duration RESTART_MIN = Duration.ofSeconds(1);
    private static final Duration RESTART_MAX = Duration.ofMinutes(1);
    private static final double RESTART_SPREAD = 0.2;
    /** A clock further back than that would leave the scheduler waiting for times long past. */
    private static final long SET_BACK_MAX_MILLIS = 10_000;

    /** What the actor tells itself, and is told by its manager beside it; never leaves its node. */
    sealed interface Message {}

    /** From the manager of the singleton, on hand-over: end. */
    record Stop() implements Message {}

    private record Tick() implements Message {}

    /** What a store or an owner answered: an input of the scheduler that asked, given the time. */
    private record Answer(Scheduler asked, LongConsumer input) implements Message {}

    private final ScheduleStore store;
    private final Sending sending;
    private final SchedulerSettings settings;
    private final Clock clock;
    private final long seed;
    private final TimerScheduler<Message> timers;
    private Scheduler scheduler;
    private long newest;
    private long tickAt = Scheduler.NEVER;

    /** What it needs of the outside. */
    record Parts(ScheduleStore store, Sending sending, SchedulerSettings settings, Clock clock, long seed) {}

    static Behavior<Message> create(Parts parts) {
        Behavior<Message> actor =
                Behaviors.setup(context -> Behaviors.withTimers(timers -> new SchedulerActor(context, timers, parts)));
        return Behaviors.supervise(actor)
                .onFailure(
                        RuntimeException.class,
                        SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, RESTART_SPREAD));
    }

    private SchedulerActor(ActorContext<Message> context, TimerScheduler<Message> timers, Parts parts) {
        super(context);
        this.store = parts.store();
        this.sending = parts.sending();
        this.settings = parts.settings();
        this.clock = parts.clock();
        this.seed = parts.seed();
        this.timers = timers;
        this.scheduler = fresh();
        LOG.info("Scheduled messages are sent from this node");
        begin();
    }

    private Scheduler fresh() {
        return new Scheduler(this, settings, new SplittableRandom(seed));
    }

    private void begin() {
        newest = clock.millis();
        scheduler.start(newest);
        armTick();
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, tick -> {
                    tickAt = Scheduler.NEVER;
                    return input(scheduler, scheduler::tick);
                })
                .onMessage(Answer.class, answer -> input(answer.asked(), answer.input()))
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .build();
    }

    private Behavior<Message> input(Scheduler asked, LongConsumer input) {
        long now = clock.millis();
        if (now < newest - SET_BACK_MAX_MILLIS) {
            LOG.warn("The clock was set back by {} ms: looking for scheduled messages anew", newest - now);
            scheduler = fresh();
            tickAt = Scheduler.NEVER;
            begin();
        } else if (asked == scheduler) {
            newest = Math.max(newest, now);
            input.accept(now);
            armTick();
        }
        return this;
    }

    private void armTick() {
        long next = scheduler.nextTick();
        if (next < tickAt) {
            tickAt = next;
            timers.startSingleTimer(Tick.class, new Tick(), Duration.ofMillis(Math.max(1, next - clock.millis())));
        }
    }

    @Override
    public void findMinutes(long from, long to, int max) {
        ask(
                store.minutes(from, to, max),
                (asked, found) -> now -> asked.minutesFound(found, now),
                asked -> asked::minutesFailed);
    }

    @Override
    public void readDue(long minute, @Nullable DueMessage after, long dueMax, int max) {
        ask(
                store.due(minute, after, dueMax, max),
                (asked, page) -> now -> asked.dueFound(minute, page, now),
                asked -> now -> asked.dueFailed(minute, now));
    }

    @Override
    public void attempt(DueMessage due, int number, boolean last) {
        ask(
                sending.attempt(due, last),
                (asked, outcome) -> now -> asked.attempted(due, number, outcome, now),
                asked -> now -> asked.attempted(due, number, Outcome.again(0), now));
    }

    @Override
    public void drop(long minute) {
        ask(
                store.drop(minute).thenApply(done -> true),
                (asked, done) -> now -> asked.dropped(minute, now),
                asked -> now -> asked.dropFailed(minute, now));
    }

    private <T> void ask(
            CompletionStage<T> question,
            BiFunction<Scheduler, T, LongConsumer> answered,
            Function<Scheduler, LongConsumer> failed) {
        Scheduler asked = scheduler;
        getContext().pipeToSelf(question, (value, fault) -> {
            if (fault != null) {
                LOG.debug("The scheduler could not use the store", fault);
                return new Answer(asked, failed.apply(asked));
            }
            return new Answer(asked, answered.apply(asked, value));
        });
    }
}
