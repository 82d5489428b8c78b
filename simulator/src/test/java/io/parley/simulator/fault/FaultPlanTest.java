package io.parley.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration RUN = Duration.ofSeconds(120);
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void should_be_the_same_for_the_same_seed_and_another_for_another() {
        assertThat(FaultPlan.of(7, RUN, ALL)).isEqualTo(FaultPlan.of(7, RUN, ALL));
        assertThat(FaultPlan.of(7, RUN, ALL)).isNotEqualTo(FaultPlan.of(8, RUN, ALL));
    }

    @Test
    void should_have_each_wanted_kind_at_least_once_and_no_other() {
        Set<FaultKind> wanted = EnumSet.of(FaultKind.KILL_CASSANDRA, FaultKind.CUT);
        for (long seed = 0; seed < 100; seed++) {
            assertThat(FaultPlan.of(seed, Duration.ofSeconds(5), wanted).faults())
                    .extracting(FaultPlan.Planned::kind)
                    .containsOnly(FaultKind.KILL_CASSANDRA, FaultKind.CUT)
                    .contains(FaultKind.KILL_CASSANDRA, FaultKind.CUT);
        }
    }

    @Test
    void should_come_in_order_and_within_the_run() {
        List<FaultPlan.Planned> faults = FaultPlan.of(3, RUN, ALL).faults();
        assertThat(faults).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(faults).allMatch(it -> it.at().compareTo(RUN) < 0 && !it.at().isZero());
    }

    @Test
    void should_leave_one_kind_where_it_is_when_another_is_asked_for() {
        List<FaultPlan.Planned> alone =
                FaultPlan.of(5, RUN, EnumSet.of(FaultKind.KILL_BROKER)).faults();
        assertThat(FaultPlan.of(5, RUN, ALL).faults()).containsAll(alone);
    }
}
