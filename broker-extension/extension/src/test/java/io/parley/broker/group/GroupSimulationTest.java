package io.parley.broker.group;

import org.junit.jupiter.api.Test;

/**
 * The promises of a group under every fault the store and the owner may have. {@code -Dparley.seed=N} replays one run,
 * {@code -Dparley.seeds=N} sets how many.
 */
class GroupSimulationTest {
    @Test
    void should_keep_the_promises_whatever_happens() {
        Long only = Long.getLong("parley.seed");
        long first = only == null ? 1 : only;
        long count = only == null ? Long.getLong("parley.seeds", 300) : 1;
        for (long seed = first; seed < first + count; seed++) {
            try {
                new GroupSimulation(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\nreplay: mvn -o -pl broker-extension/extension test"
                                + " -Dtest=GroupSimulationTest -Dparley.seed=" + seed,
                        e);
            }
        }
    }
}
