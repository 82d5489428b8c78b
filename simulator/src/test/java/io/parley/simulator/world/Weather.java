package io.parley.simulator.world;

import java.util.SplittableRandom;

/**
 * How bad it gets in one run, from its seed; each kind of trouble is absent in some runs, so that the others are seen by
 * themselves. After {@link #calm()} nothing goes wrong any more.
 */
final class Weather {
    final double storeFails;
    final double storeTimesOut;
    final double deliveryLost;
    final double receiptLost;
    final double replyLost;
    final double duplicated;
    final double handlerThrows;
    final double crashInTurn;
    final long cutEveryMillis;
    final long phoneCrashEveryMillis;
    final long serverCrashEveryMillis;
    final long ownerCrashEveryMillis;
    final long hubCrashEveryMillis;
    final long storeOutageEveryMillis;
    final long linkMillisMax;
    final long storeMillisMax;
    private boolean calm;

    Weather(SplittableRandom random) {
        storeFails = some(random, 0.05);
        storeTimesOut = some(random, 0.10);
        deliveryLost = some(random, 0.05);
        receiptLost = some(random, 0.20);
        replyLost = some(random, 0.05);
        duplicated = some(random, 0.10);
        handlerThrows = some(random, 0.05);
        crashInTurn = some(random, 0.01);
        cutEveryMillis = every(random, 3_000, 30_000);
        phoneCrashEveryMillis = every(random, 5_000, 40_000);
        serverCrashEveryMillis = every(random, 10_000, 60_000);
        ownerCrashEveryMillis = every(random, 3_000, 30_000);
        hubCrashEveryMillis = every(random, 5_000, 40_000);
        storeOutageEveryMillis = every(random, 10_000, 60_000);
        linkMillisMax = random.nextBoolean() ? 20 : 1_500;
        storeMillisMax = random.nextBoolean() ? 15 : 800;
    }

    private static double some(SplittableRandom random, double max) {
        return random.nextInt(3) == 0 ? 0 : random.nextDouble() * max;
    }

    /** 0: never. */
    private static long every(SplittableRandom random, long min, long max) {
        return random.nextInt(3) == 0 ? 0 : random.nextLong(min, max);
    }

    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    boolean strikes(World world, double probability) {
        return !calm && world.chance(probability);
    }
}
