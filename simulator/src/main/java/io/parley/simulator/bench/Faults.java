package io.parley.simulator.bench;

import java.util.concurrent.atomic.AtomicInteger;

/** Connections that broke under load: none may, in a benchmark. The first few are told. */
final class Faults {
    private static final int TOLD_MAX = 5;
    private static final AtomicInteger count = new AtomicInteger();

    private Faults() {}

    static void report(Throwable error) {
        if (count.incrementAndGet() <= TOLD_MAX) {
            System.err.println("connection broke: " + error);
        }
    }

    static int count() {
        return count.get();
    }
}
