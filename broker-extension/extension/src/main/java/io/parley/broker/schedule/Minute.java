package io.parley.broker.schedule;

import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.DuePage;
import org.jspecify.annotations.Nullable;

/**
 * How far a minute has been read. While it lasts it is read on from where the last page ended; when it is over, a few more
 * times from the beginning, since what was written late may lie before that.
 */
final class Minute {
    private static final long NEVER = Long.MAX_VALUE;

    final long minute;
    private final SchedulerSettings settings;
    private @Nullable DueMessage after;
    private long readAt;
    private long askedAt;
    /** When the reading began that is at {@code after} now. */
    private long passAt;

    private int failures;
    private boolean swept;
    /** Messages of it that are kept in mind. */
    int tasks;

    Minute(long minute, SchedulerSettings settings) {
        this.minute = minute;
        this.settings = settings;
    }

    /** When it is to be read next; never again once it is done with. */
    long readAt() {
        return swept ? NEVER : readAt;
    }

    @Nullable DueMessage after() {
        return after;
    }

    void asked(long now) {
        askedAt = now;
        if (after == null) {
            passAt = now;
        }
    }

    void failed(long now) {
        failures++;
        readAt = now + settings.backoffMillis(failures);
    }

    void read(DuePage page, long now) {
        failures = 0;
        if (page.last() != null) {
            after = page.last();
        }
        long end = DueMessage.endOf(minute);
        if (page.more() || (askedAt < end && now >= end)) {
            readAt = now;
        } else if (askedAt < end) {
            readAt = now + settings.pollMillis();
        } else {
            sweepLater(passAt - end);
        }
    }

    private void sweepLater(long sinceEnd) {
        for (long sweep : settings.sweepsMillis()) {
            if (sweep > sinceEnd) {
                after = null;
                readAt = DueMessage.endOf(minute) + sweep;
                return;
            }
        }
        swept = true;
    }

    /** Whether nothing of it will ever be looked at again. */
    boolean isDone() {
        return swept && tasks == 0;
    }
}
