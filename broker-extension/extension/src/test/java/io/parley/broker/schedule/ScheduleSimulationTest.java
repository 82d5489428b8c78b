package io.parley.broker.schedule;

import org.junit.jupiter.api.Test;

class ScheduleSimulationTest {
    private static final int SEEDS = 150;

    @Test
    void should_send_every_message_once_whatever_dies_and_gets_lost() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        try {
            new ScheduleSimulation(seed).run();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
        }
    }
}
