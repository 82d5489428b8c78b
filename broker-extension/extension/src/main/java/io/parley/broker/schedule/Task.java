package io.parley.broker.schedule;

import io.parley.broker.storage.DueMessage;
import java.util.Comparator;

/** A message that is due: to be sent, being sent, or waiting for another attempt. */
final class Task {
    static final Comparator<Task> BY_TIME =
            Comparator.<Task>comparingLong(task -> task.at).thenComparing(task -> task.due);

    final DueMessage due;
    final Minute minute;
    final long since;
    int attempts;
    boolean running;
    /** When the attempt counts as failed, or the next one is due. Not to be changed while the task is in an ordered set. */
    long at;

    Task(DueMessage due, Minute minute, long since) {
        this.due = due;
        this.minute = minute;
        this.since = since;
    }
}
