package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Many lives of one endpoint under virtual time, each from its seed: loss, repeats, late packets, cut connections, a
 * throwing handler, crashes between any two steps. One life again: {@code mvn test -Dtest=SessionSimulationTest
 * -Dparley.seed=N}.
 */
class SessionSimulationTest {
    private static final int SEEDS = 2_000;

    @Test
    void should_keep_the_promises_whatever_happens() {
        Long only = Long.getLong("parley.seed");
        long accepted = 0;
        long handed = 0;
        long batched = 0;
        long amended = 0;
        long repaired = 0;
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            Life life = new Life(seed);
            try {
                life.live();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + " (replay with -Dparley.seed=" + seed + "): " + e, e);
            }
            accepted += life.acceptedCount();
            handed += life.handedCount();
            batched += life.batchedCount();
            amended += life.amendedCount();
            repaired += life.repairedCount();
        }
        assertThat(accepted).isPositive();
        assertThat(handed).isPositive();
        if (only == null) {
            assertThat(batched).as("sent in batches").isPositive();
            assertThat(amended).as("entries of side logs").isPositive();
            assertThat(repaired).as("first pages repaired").isPositive();
        }
    }
}
