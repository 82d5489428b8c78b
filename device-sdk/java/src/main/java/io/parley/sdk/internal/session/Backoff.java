package io.parley.sdk.internal.session;

import java.util.random.RandomGenerator;

/** Waits that double from {@code min} to {@code max}, each with a jitter of ±20 %. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 30;

    private final long min;
    private final long max;
    private final RandomGenerator random;
    private int attempts;

    Backoff(long min, long max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
    }

    long next() {
        long wait = Math.min(max, min << Math.min(attempts, DOUBLINGS_MAX));
        attempts++;
        return jitter(wait, random);
    }

    int attempts() {
        return attempts;
    }

    void reset() {
        attempts = 0;
    }

    static long jitter(long wait, RandomGenerator random) {
        return Math.max(1, Math.round(wait * (0.8 + 0.4 * random.nextDouble())));
    }
}
