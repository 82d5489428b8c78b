package io.parley.simulator.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Counts which of many listeners has which message, and measures from the publish to the last of them. Messages are
 * numbered from 1 and carry their number. Safe from any thread.
 */
final class Tally {
    static final int PAYLOAD_BYTES = Lane.PAYLOAD_BYTES;
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    /** A power of two above any number of messages in flight. */
    private static final int SLOTS = 1_024;

    private final int listeners;
    private final AtomicIntegerArray missing = new AtomicIntegerArray(SLOTS);
    private final AtomicLongArray publishedNanos = new AtomicLongArray(SLOTS);
    private final long[] next;
    private final AtomicLong delivered = new AtomicLong();
    private final Semaphore room;
    private final ConcurrentHistogram lastMicros = new ConcurrentHistogram(MICROS_MAX, DIGITS);
    private long published;

    Tally(int listeners, int inFlight) {
        this.listeners = listeners;
        this.next = new long[listeners];
        this.room = new Semaphore(inFlight);
        Arrays.fill(next, 1);
    }

    /** Waits until there is room in flight. One thread. */
    byte[] nextMessage(long patienceNanos) throws InterruptedException {
        if (!room.tryAcquire(patienceNanos, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("message " + published + " did not reach all " + listeners + " listeners");
        }
        published++;
        int slot = (int) (published % SLOTS);
        missing.set(slot, listeners);
        publishedNanos.set(slot, System.nanoTime());
        byte[] payload = new byte[PAYLOAD_BYTES];
        ByteBuffer.wrap(payload).putLong(published);
        return payload;
    }

    long published() {
        return published;
    }

    /** Each listener's messages come on one thread. Content of another length is none of ours. */
    void arrived(int listener, ByteBuffer payload) {
        if (payload.remaining() != PAYLOAD_BYTES) {
            return;
        }
        long number = payload.getLong(payload.position());
        if (number != next[listener]) {
            Faults.report(new IllegalStateException(
                    "listener " + listener + " got message " + number + ", expected " + next[listener]));
        }
        next[listener] = number + 1;
        delivered.incrementAndGet();
        int slot = (int) (number % SLOTS);
        if (missing.decrementAndGet(slot) == 0) {
            long micros = (System.nanoTime() - publishedNanos.get(slot)) / 1_000;
            lastMicros.recordValue(Math.min(micros, MICROS_MAX));
            room.release();
        }
    }

    long delivered() {
        return delivered.get();
    }

    void forgetTimes() {
        lastMicros.reset();
    }

    double lastMillis(double percentile) {
        return lastMicros.getValueAtPercentile(percentile) / 1e3;
    }

    /** Waits until everything has reached everybody. */
    void drain(int inFlight, long patienceNanos) throws InterruptedException {
        if (!room.tryAcquire(inFlight, patienceNanos, TimeUnit.NANOSECONDS)) {
            Faults.report(new IllegalStateException("messages in flight did not reach all listeners"));
        } else {
            room.release(inFlight);
        }
    }
}
