package io.parley.broker.schedule;

import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.ScheduleStore.Cancellation;
import io.parley.broker.storage.ScheduleStore.Creation;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.Scheduled.Status;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One run: users who schedule and cancel, a store and owners that lose things, schedulers that die and are away for a moment or
 * for weeks; everything decided by the seed. At the end every message has been sent once, at its time or later, unless its
 * user was told otherwise.
 */
final class ScheduleSimulation {
    private static final UserName ALICE = new UserName("alice");
    private static final ConversationId OPEN = ConversationId.chat(ALICE, new UserName("bob"));
    private static final ConversationId CLOSED = ConversationId.chat(ALICE, new UserName("carol"));
    private static final int MESSAGES = 40;

    private final Random random;
    private final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    private final FaultySchedules store;
    private final VirtualOwners owners;
    private final SchedulerSettings settings;
    private final List<Plan> plans = new ArrayList<>();
    private final Map<MessageId, List<Scheduled>> told = new HashMap<>();
    private final double faultRate;
    private @Nullable VirtualScheduler scheduler;
    private long engines;
    private boolean awayForWeeks;

    /** What a user wants, and was told about it. */
    private static final class Plan {
        final ScheduledMessage message;
        boolean created;
        boolean wantsCancel;

        @Nullable Cancellation cancelled;

        Plan(ScheduledMessage message) {
            this.message = message;
        }
    }

    ScheduleSimulation(long seed) {
        this.random = new Random(seed);
        this.store = new FaultySchedules(time, random);
        this.owners = new VirtualOwners(time, random);
        this.faultRate = random.nextInt(4) * 0.07;
        owners.refusing.put(CLOSED, Reason.NOT_ALLOWED);
        int page = 1 + random.nextInt(8);
        this.settings = new SchedulerSettings(
                200 + random.nextInt(2_000),
                page,
                1 + random.nextInt(20),
                page + random.nextInt(10),
                1 + random.nextInt(4),
                5_000 + random.nextInt(30_000),
                100 + random.nextInt(1_000),
                2_000 + random.nextInt(60_000),
                Duration.ofDays(1).toMillis(),
                List.of(1_000L, 60_000L, 600_000L));
        faults(faultRate);
    }

    private void faults(double rate) {
        store.faultRate = rate;
        owners.faultRate = rate;
    }

    void run() {
        while (plans.size() < MESSAGES) {
            act();
            time.pass(random.nextInt(8_000));
        }
        faults(0);
        restart();
        settleEverything();
        check();
    }

    private void act() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> plan();
            case 3 -> cancelSomething();
            case 4 -> restart();
            case 5 -> away();
            default -> {}
        }
    }

    private void plan() {
        long due = time.millis() + 1 + random.nextInt(random.nextBoolean() ? 3_000 : 400_000);
        Plan plan = new Plan(new ScheduledMessage(
                ALICE,
                new MessageId(0x7000, Long.MIN_VALUE | plans.size() + 1),
                random.nextInt(6) == 0 ? CLOSED : OPEN,
                due,
                "text/plain",
                Content.ofText("number " + plans.size())));
        plans.add(plan);
        create(plan);
    }

    /** As an app does it: until it is told. */
    private void create(Plan plan) {
        store.create(plan.message).whenComplete((creation, fault) -> {
            if (fault != null) {
                time.after(500, () -> create(plan));
            } else if (creation == Creation.LIMIT_REACHED) {
                throw new AssertionError("no room for " + plans.size());
            } else {
                require(creation != Creation.CONFLICT, "conflict of " + plan.message);
                plan.created = true;
            }
        });
    }

    private void cancelSomething() {
        if (!plans.isEmpty()) {
            Plan plan = plans.get(random.nextInt(plans.size()));
            if (plan.created && !plan.wantsCancel) {
                plan.wantsCancel = true;
                cancel(plan);
            }
        }
    }

    private void cancel(Plan plan) {
        store.cancel(ALICE, plan.message.id()).whenComplete((answer, fault) -> {
            if (fault != null) {
                time.after(500, () -> cancel(plan));
            } else {
                plan.cancelled = answer;
                require(answer != Cancellation.UNKNOWN, "created, yet unknown: " + plan.message);
            }
        });
    }

    /** Sometimes two are alive for a while, as when the cluster is split. */
    private void restart() {
        if (scheduler != null) {
            VirtualScheduler former = scheduler;
            time.after(random.nextInt(3) == 0 ? random.nextInt(20_000) : 0, former::kill);
        }
        Sending sending = new Sending(store, owners, this::tell, clock());
        scheduler = new VirtualScheduler(time, store, sending, settings, ++engines);
    }

    private void away() {
        if (scheduler != null) {
            scheduler.kill();
            scheduler = null;
        }
        boolean weeks = random.nextInt(10) == 0;
        awayForWeeks |= weeks;
        time.pass(weeks ? Duration.ofDays(8 + random.nextInt(20)).toMillis() : random.nextInt(600_000));
        restart();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(time.millis());
            }
        };
    }

    private void tell(Scheduled over) {
        told.computeIfAbsent(over.message().id(), fresh -> new ArrayList<>()).add(over);
    }

    private void settleEverything() {
        long until = plans.stream().mapToLong(it -> it.message.due()).max().orElse(0)
                + settings.lastSweepMillis()
                + Duration.ofMinutes(10).toMillis();
        time.pass(until - time.millis());
        time.pass(Duration.ofMinutes(10).toMillis());
    }

    private void check() {
        Map<MessageId, Scheduled> kept = new HashMap<>();
        time.after(
                0,
                () -> store.ofUser(ALICE)
                        .thenAccept(
                                all -> all.forEach(it -> kept.put(it.message().id(), it))));
        List<Long> open = new ArrayList<>();
        time.after(
                0,
                () -> store.minutes(0, DueMessage.minuteOf(time.millis()), 1_000)
                        .thenAccept(open::addAll));
        time.pass(5_000);
        require(open.isEmpty(), "minutes still open: " + open);
        require(scheduler != null && scheduler.scheduler().tasks() == 0, "tasks left over");
        plans.forEach(plan -> check(plan, kept.get(plan.message.id())));
    }

    private void check(Plan plan, @Nullable Scheduled kept) {
        ScheduledMessage message = plan.message;
        require(plan.created && kept != null, "lost " + message);
        List<VirtualOwners.Entry> log = owners.logOf(message.id());
        require(log.size() <= 1, "sent " + log.size() + " times: " + message);
        log.forEach(entry -> {
            require(entry.at() >= message.due(), "sent early: " + entry);
            require(entry.message().equals(message), "sent something else: " + entry);
        });
        require(kept.status().isOver(), "never settled: " + kept);
        if (plan.wantsCancel) {
            boolean inTime = plan.cancelled == Cancellation.CANCELLED;
            require(inTime == (kept.status() == Status.CANCELLED), "told " + plan.cancelled + " and is " + kept);
        }
        boolean unknown = kept.reason() == Reason.UNKNOWN_OUTCOME;
        switch (kept.status()) {
            case ACCEPTED ->
                require(log.size() == 1 && log.get(0).seq() == kept.seq(), "kept " + kept + ", log " + log);
            case CANCELLED -> require(plan.wantsCancel && log.isEmpty(), "cancelled, log " + log);
            default -> {
                require(unknown ? awayForWeeks : log.isEmpty(), kept + ", log " + log);
                require(unknown || message.conversation().equals(CLOSED), "rejected: " + kept);
            }
        }
        told.getOrDefault(message.id(), List.of())
                .forEach(it -> require(it.status() == kept.status(), "told " + it + " and is " + kept));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
