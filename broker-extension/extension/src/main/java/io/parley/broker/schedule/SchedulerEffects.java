package io.parley.broker.schedule;

import io.parley.broker.storage.DueMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link Scheduler} wants done. Each is answered by an input of the scheduler, later, never within the call; one that
 * fails by the input named {@code …Failed}.
 */
public interface SchedulerEffects {
    /** Answered by {@link Scheduler#minutesFound}. */
    void findMinutes(long from, long to, int max);

    /** Answered by {@link Scheduler#dueFound}. */
    void readDue(long minute, @Nullable DueMessage after, long dueMax, int max);

    /**
     * Tries to send it. Answered by {@link Scheduler#attempted}; if it is not in time, it is made again.
     *
     * @param number given back with the answer
     * @param last whether it is to be given up if it cannot be sent now
     */
    void attempt(DueMessage due, int number, boolean last);

    /** Answered by {@link Scheduler#dropped}. */
    void drop(long minute);
}
