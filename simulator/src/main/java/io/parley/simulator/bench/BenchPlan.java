package io.parley.simulator.bench;

import java.time.Duration;

/**
 * How long, how wide, how fast.
 *
 * @param measured length of each measurement
 * @param warmUp length of the same load before each, not measured
 * @param few chats with many messages in flight each
 * @param many chats with few messages in flight each
 * @param ratePerSecond of the open loop, over the few chats
 * @param batching whether Parley's clients put what is ready together into one packet, as the SDK does
 */
record BenchPlan(Duration measured, Duration warmUp, Width few, Width many, int ratePerSecond, boolean batching) {
    static final int CHATS_MAX = 1_000;

    /** Chats side by side, and messages in flight in each. */
    record Width(int chats, int window) {
        @Override
        public String toString() {
            return chats + "x" + window;
        }
    }

    static BenchPlan of(Duration measured, Duration warmUp, boolean batching) {
        return new BenchPlan(measured, warmUp, new Width(50, 20), new Width(500, 4), 1_000, batching);
    }
}
