package io.parley.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeds through the whole path; each promise is checked at every step of each. A seed that breaks one is
 * lived again with {@code -Dparley.seed=N}, which prints what happened; {@code -Dparley.seeds=FROM-TO} tries others.
 */
class WholePathSimulationTest {
    private static final long SEEDS = 2_000;

    private record Broken(long seed, Throwable how) {}

    @Test
    void should_keep_every_promise_whatever_the_seed() {
        Long one = Long.getLong("parley.seed");
        if (one != null) {
            liveAndTell(one);
            return;
        }
        AtomicLong accepted = new AtomicLong();
        List<Broken> broken = seeds().parallel()
                .mapToObj(seed -> live(seed, accepted))
                .filter(it -> it.how() != null)
                .toList();
        System.out.println("messages accepted over all seeds: " + accepted);
        if (!broken.isEmpty()) {
            broken.stream().limit(20).forEach(it -> System.out.println("seed " + it.seed() + ": " + it.how()));
            Broken first = broken.get(0);
            throw new AssertionError(
                    broken.size() + " seeds break a promise. Live the first again with\n"
                            + "  mvn -pl simulator test -Dtest=WholePathSimulationTest -Dparley.seed=" + first.seed(),
                    first.how());
        }
        assertThat(accepted.get()).isGreaterThan(0);
    }

    private static LongStream seeds() {
        String range = System.getProperty("parley.seeds");
        if (range == null) {
            return LongStream.rangeClosed(1, SEEDS);
        }
        String[] ends = range.split("-");
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }

    private static Broken live(long seed, AtomicLong accepted) {
        try {
            accepted.addAndGet(new Run(seed, false).live().accepted());
            return new Broken(seed, null);
        } catch (Throwable broken) {
            return new Broken(seed, broken);
        }
    }

    private static void liveAndTell(long seed) {
        Run run = new Run(seed, true);
        try {
            System.out.println("seed " + seed + ": " + run.live());
        } finally {
            System.out.println(run.trace());
        }
    }
}
