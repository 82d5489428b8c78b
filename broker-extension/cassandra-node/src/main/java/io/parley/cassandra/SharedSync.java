package io.parley.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit without a window: whoever waits takes a ticket; the first to get the lock syncs for every ticket taken so
 * far, and the others find theirs covered. An idle node syncs at once, a busy one shares each sync among all that
 * arrived during the one before.
 *
 * <p>Safe from any thread. What a caller wrote before {@link #await} is synced when it returns.
 */
final class SharedSync {
    /** Makes everything written before it durable. */
    @FunctionalInterface
    interface Sync {
        void run() throws IOException;
    }

    private final Sync sync;
    private final AtomicLong tickets = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private long covered;

    SharedSync(Sync sync) {
        this.sync = sync;
    }

    /** @throws UncheckedIOException if the log could not be synced: then nothing is known of what was written */
    void await() {
        long ticket = tickets.incrementAndGet();
        lock.lock();
        try {
            if (covered < ticket) {
                long taken = tickets.get();
                sync.run();
                covered = taken;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the commit log could not be synced", failed);
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for the sync that runs now; a snapshot. */
    int waiting() {
        return lock.getQueueLength();
    }
}
