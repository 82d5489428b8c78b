package io.parley.broker.delivery;

import static org.assertj.core.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every promise of delivery, under everything that can go wrong, out of many seeds. */
class SessionSimulationTest {
    private static final int SEEDS = 2_000;

    @Test
    void should_bring_every_message_once_and_in_order_whatever_happens() {
        Long only = Long.getLong("parley.seed");
        LongStream seeds = only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
        seeds.parallel().forEach(seed -> {
            try {
                new SessionSimulation(seed).run();
            } catch (AssertionError | RuntimeException e) {
                fail("replay with -Dparley.seed=" + seed + ": " + e.getMessage(), e);
            }
        });
    }
}
