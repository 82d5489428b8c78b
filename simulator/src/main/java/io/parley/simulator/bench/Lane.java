package io.parley.simulator.bench;

import org.HdrHistogram.ConcurrentHistogram;

/**
 * One sender, one receiver, and the messages between them. Acks, arrivals and receipts all come in the order of the
 * sends, so three counters tell which messages are done. Called from both ends' event loops and from the pacer: all
 * state is guarded by this object.
 */
abstract class Lane implements AutoCloseable {
    static final int PAYLOAD_BYTES = 128;

    /** Latencies of all lanes, microseconds from the intended send. */
    record Clocks(ConcurrentHistogram acked, ConcurrentHistogram received) {}

    private final Clocks clocks;
    private final int window;
    private final long[] intended;
    private final int mask;

    private long sent;
    private long acked;
    private long received;
    private long receipted;
    private long refused;
    private long outOfOrder;
    private boolean refilling;

    /** @param window messages in flight while refilling */
    Lane(Clocks clocks, int window, int inFlightMax) {
        this.clocks = clocks;
        this.window = window;
        this.intended = new long[Integer.highestOneBit(Math.max(2, inFlightMax) - 1) << 1];
        this.mask = intended.length - 1;
    }

    /** Puts message {@code number} on the wire, at {@link #flush} at the latest. Under this object's lock; returns at once. */
    abstract void transmit(long number, long intendedNanos);

    /** Nothing more is to be sent at this moment. Under this object's lock; returns at once. */
    void flush() {}

    /** Gives a receipt for everything received; under this object's lock. */
    abstract void giveReceipt();

    /** Gives a receipt if one has been due for long enough; called every few milliseconds. */
    abstract void tick(long nowNanos);

    /** Closed loop: from now on each message that arrived makes room for the next. */
    final synchronized void startRefilling() {
        refilling = true;
        refill();
    }

    final synchronized void stopRefilling() {
        refilling = false;
    }

    /** Open loop: sends one message that should have gone at {@code intendedNanos}. */
    final synchronized void sendOne(long intendedNanos) {
        if (sent - done() >= intended.length) {
            throw new IllegalStateException(
                    intended.length + " messages are in flight in one chat: the rate is far above what is served");
        }
        send(intendedNanos);
        flush();
    }

    private void refill() {
        while (refilling && sent - arrived() < window) {
            send(System.nanoTime());
        }
        flush();
    }

    private void send(long intendedNanos) {
        sent++;
        intended[(int) (sent & mask)] = intendedNanos;
        transmit(sent, intendedNanos);
    }

    /** What came in one packet: what it makes room for is sent together. */
    final synchronized void together(Runnable packet) {
        boolean before = refilling;
        refilling = false;
        packet.run();
        refilling = before;
        refill();
    }

    final synchronized void onAck(long number, boolean accepted) {
        acked++;
        if (number != acked) {
            outOfOrder++;
        }
        if (!accepted) {
            refused++;
        }
        record(clocks.acked(), intended[(int) (number & mask)]);
        refill();
    }

    /** @return how many have arrived */
    final synchronized long onReceived(long intendedNanos) {
        received++;
        record(clocks.received(), intendedNanos);
        refill();
        return received;
    }

    final synchronized void onReceipted() {
        receipted = received;
    }

    final synchronized void onDisorder() {
        outOfOrder++;
    }

    final synchronized long lastAcked() {
        return acked;
    }

    private static void record(ConcurrentHistogram histogram, long intendedNanos) {
        long micros = (System.nanoTime() - intendedNanos) / 1_000;
        histogram.recordValue(Math.max(0, Math.min(micros, histogram.getHighestTrackableValue())));
    }

    /** Messages that made room for the next: acked to the sender and at the receiver. */
    private long arrived() {
        return Math.min(acked, refused + received);
    }

    /** Messages that reached their end: acked to the sender, at the receiver, and receipted by it. */
    final synchronized long done() {
        return Math.min(acked, refused + Math.min(received, receipted));
    }

    final synchronized long sent() {
        return sent;
    }

    final synchronized long refused() {
        return refused;
    }

    final synchronized long disorders() {
        return outOfOrder;
    }

    @Override
    public abstract void close();
}
