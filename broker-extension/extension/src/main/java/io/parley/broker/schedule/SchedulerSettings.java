package io.parley.broker.schedule;

import java.time.Duration;
import java.util.List;

/**
 * The bounds of the {@link Scheduler}. Durations in milliseconds.
 *
 * @param pollMillis how often it looks for what has become due
 * @param pageMax most minutes, or messages of a minute, read at a time
 * @param minutesMax most minutes it keeps in mind; further ones wait in the store
 * @param tasksMax most messages it keeps in mind, at least a page; further ones wait in the store
 * @param inFlightMax most messages being sent at a time
 * @param attemptMillis after which an attempt without an answer counts as failed
 * @param backoffMinMillis first pause after a failed attempt
 * @param backoffMaxMillis longest pause
 * @param patienceMillis how long a message is tried before it is given up
 * @param sweepsMillis how long after its end a minute is read again from the beginning, for what was written to it late; with
 *     the last of them it is done with
 */
public record SchedulerSettings(
        long pollMillis,
        int pageMax,
        int minutesMax,
        int tasksMax,
        int inFlightMax,
        long attemptMillis,
        long backoffMinMillis,
        long backoffMaxMillis,
        long patienceMillis,
        List<Long> sweepsMillis) {
    public static final SchedulerSettings DEFAULT = new SchedulerSettings(
            1_000,
            256,
            4_096,
            4_096,
            64,
            Duration.ofSeconds(30).toMillis(),
            1_000,
            Duration.ofMinutes(5).toMillis(),
            Duration.ofDays(1).toMillis(),
            List.of(
                    Duration.ofSeconds(5).toMillis(),
                    Duration.ofMinutes(1).toMillis(),
                    Duration.ofMinutes(10).toMillis()));

    public SchedulerSettings {
        sweepsMillis = List.copyOf(sweepsMillis);
        if (pollMillis < 1
                || pageMax < 1
                || minutesMax < 1
                || inFlightMax < 1
                || attemptMillis < 1
                || backoffMinMillis < 1
                || patienceMillis < 1) {
            throw new IllegalArgumentException("every bound must be positive: " + this);
        }
        if (tasksMax < pageMax) {
            throw new IllegalArgumentException("tasksMax " + tasksMax + " must hold a page, pageMax " + pageMax);
        }
        if (backoffMaxMillis < backoffMinMillis) {
            throw new IllegalArgumentException(
                    "backoffMaxMillis " + backoffMaxMillis + " is below backoffMinMillis " + backoffMinMillis);
        }
        for (int i = 0; i < sweepsMillis.size(); i++) {
            if (sweepsMillis.get(i) < (i == 0 ? 0 : sweepsMillis.get(i - 1) + 1)) {
                throw new IllegalArgumentException("sweepsMillis must ascend from 0 or more: " + sweepsMillis);
            }
        }
        if (sweepsMillis.isEmpty()) {
            throw new IllegalArgumentException("sweepsMillis must name when a minute is done with");
        }
    }

    long lastSweepMillis() {
        return sweepsMillis.get(sweepsMillis.size() - 1);
    }

    long backoffMillis(int failures) {
        int doublings = Math.min(Math.max(0, failures - 1), 20);
        return Math.min(backoffMaxMillis, backoffMinMillis << doublings);
    }
}
