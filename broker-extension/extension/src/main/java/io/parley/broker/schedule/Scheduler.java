package io.parley.broker.schedule;

import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.DuePage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to look for messages that are due, and when to try which of them.
 *
 * <p>A state machine of one thread, told the time with every input, in Unix milliseconds; it must be told {@link #tick} at
 * {@link #nextTick} at the latest. It remembers nothing that the store does not know: after a restart, or years later, it
 * finds the oldest open minutes first and goes on from there.
 *
 * <p>Holds at every moment: of each kind of question at most one is under way; at most {@code inFlightMax} messages are being
 * sent; a minute is dropped only when it has been read to its end long after it was over and every message found in it is
 * settled.
 */
public final class Scheduler {
    public static final long NEVER = Long.MAX_VALUE;

    /** From time to time it looks at the very beginning, whatever it believes to be gone. */
    private static final long LOOK_AT_ALL_MILLIS = 3_600_000;

    private final SchedulerEffects effects;
    private final SchedulerSettings settings;
    private final RandomGenerator random;

    private final TreeMap<Long, Minute> minutes = new TreeMap<>();
    private final ArrayDeque<Minute> done = new ArrayDeque<>();
    private final Map<DueMessage, Task> tasks = new HashMap<>();
    private final ArrayDeque<Task> ready = new ArrayDeque<>();
    /** Running ones by when they count as failed, the others by when they are tried again. */
    private final TreeSet<Task> timed = new TreeSet<>(Task.BY_TIME);

    private int running;
    private boolean looking;
    private long lookFrom;
    private long lookAt;
    private long lookAtAllAt;
    private int lookFailures;
    private boolean reading;
    private boolean dropping;
    private long dropAt;
    private int dropFailures;

    /** @param random spreads the attempts that failed together */
    public Scheduler(SchedulerEffects effects, SchedulerSettings settings, RandomGenerator random) {
        this.effects = effects;
        this.settings = settings;
        this.random = random;
    }

    /** To be called once, before anything else. */
    public void start(long now) {
        lookAtAllAt = now + LOOK_AT_ALL_MILLIS;
        work(now);
    }

    /** Time has passed. */
    public void tick(long now) {
        work(now);
    }

    /** When {@link #tick} is due. */
    public long nextTick() {
        long next = timed.isEmpty() ? NEVER : timed.first().at;
        if (mayLook()) {
            next = Math.min(next, lookAt);
        }
        if (mayRead()) {
            for (Minute minute : minutes.values()) {
                next = Math.min(next, minute.readAt());
            }
        }
        if (!dropping && !done.isEmpty()) {
            next = Math.min(next, dropAt);
        }
        return next;
    }

    /** Messages kept in mind, for whoever watches. */
    public int tasks() {
        return tasks.size();
    }

    // ---- outcomes of effects

    public void minutesFound(List<Long> found, long now) {
        looking = false;
        lookFailures = 0;
        for (long minute : found) {
            minutes.computeIfAbsent(minute, fresh -> new Minute(minute, settings));
        }
        if (found.size() >= settings.pageMax()) {
            lookFrom = found.get(found.size() - 1) + 1;
            lookAt = now;
        } else {
            lookFrom = firstThatMayBeNew(now);
            lookAt = now + settings.pollMillis();
        }
        work(now);
    }

    /** Nothing is ever written to a minute that is long over, and those that are open are known. */
    private long firstThatMayBeNew(long now) {
        if (now >= lookAtAllAt) {
            lookAtAllAt = now + LOOK_AT_ALL_MILLIS;
            return 0;
        }
        return Math.max(0, DueMessage.minuteOf(now - settings.lastSweepMillis()) - 1);
    }

    public void minutesFailed(long now) {
        looking = false;
        lookFailures++;
        lookAt = now + settings.backoffMillis(lookFailures);
        work(now);
    }

    public void dueFound(long minute, DuePage page, long now) {
        reading = false;
        Minute read = minutes.get(minute);
        if (read == null) {
            throw new IllegalStateException("read minute " + minute + ", which is not open");
        }
        for (DueMessage due : page.open()) {
            if (!tasks.containsKey(due)) {
                Task task = new Task(due, read, now);
                tasks.put(due, task);
                ready.add(task);
                read.tasks++;
            }
        }
        read.read(page, now);
        doneIfDone(read);
        work(now);
    }

    public void dueFailed(long minute, long now) {
        reading = false;
        Minute read = minutes.get(minute);
        if (read != null) {
            read.failed(now);
        }
        work(now);
    }

    /** @param number of the attempt; one that was given up meanwhile says nothing */
    public void attempted(DueMessage due, int number, Outcome outcome, long now) {
        Task task = tasks.get(due);
        if (task != null && task.running && task.attempts == number) {
            timed.remove(task);
            stopped(task);
            switch (outcome.kind()) {
                case OVER, ABSENT -> forget(task);
                case AGAIN -> pause(task, outcome.retryAfterMillis(), now);
            }
        }
        work(now);
    }

    public void dropped(long minute, long now) {
        dropping = false;
        dropFailures = 0;
        minutes.remove(minute);
        work(now);
    }

    public void dropFailed(long minute, long now) {
        dropping = false;
        dropFailures++;
        dropAt = now + settings.backoffMillis(dropFailures);
        Minute still = minutes.get(minute);
        if (still != null) {
            done.add(still);
        }
        work(now);
    }

    // ---- what follows from every input

    private void work(long now) {
        wake(now);
        look(now);
        read(now);
        send(now);
        drop(now);
    }

    private void wake(long now) {
        while (!timed.isEmpty() && timed.first().at <= now) {
            Task task = timed.pollFirst();
            if (task.running) {
                stopped(task);
                pause(task, 0, now);
            } else {
                ready.add(task);
            }
        }
    }

    private void look(long now) {
        if (mayLook() && now >= lookAt) {
            looking = true;
            effects.findMinutes(lookFrom, DueMessage.minuteOf(now), settings.pageMax());
        }
    }

    private boolean mayLook() {
        return !looking && minutes.size() < settings.minutesMax();
    }

    private void read(long now) {
        Minute next = mayRead() ? firstToRead(now) : null;
        if (next != null) {
            reading = true;
            next.asked(now);
            effects.readDue(next.minute, next.after(), now, settings.pageMax());
        }
    }

    private boolean mayRead() {
        return !reading && tasks.size() + settings.pageMax() <= settings.tasksMax();
    }

    private @Nullable Minute firstToRead(long now) {
        for (Minute minute : minutes.values()) {
            if (minute.readAt() <= now) {
                return minute;
            }
        }
        return null;
    }

    private void send(long now) {
        while (running < settings.inFlightMax() && !ready.isEmpty()) {
            Task task = ready.remove();
            task.running = true;
            task.attempts++;
            task.at = now + settings.attemptMillis();
            timed.add(task);
            running++;
            effects.attempt(task.due, task.attempts, now - task.since >= settings.patienceMillis());
        }
    }

    private void drop(long now) {
        if (!dropping && !done.isEmpty() && now >= dropAt) {
            dropping = true;
            effects.drop(done.remove().minute);
        }
    }

    private void stopped(Task task) {
        task.running = false;
        running--;
    }

    private void pause(Task task, long atLeastMillis, long now) {
        long pause = Math.max(atLeastMillis, settings.backoffMillis(task.attempts));
        task.at = now + pause + random.nextLong(pause / 4 + 1);
        timed.add(task);
    }

    private void forget(Task task) {
        tasks.remove(task.due);
        task.minute.tasks--;
        doneIfDone(task.minute);
    }

    private void doneIfDone(Minute minute) {
        if (minute.isDone()) {
            done.add(minute);
        }
    }
}
