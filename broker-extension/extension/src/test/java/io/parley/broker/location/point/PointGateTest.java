package io.parley.broker.location.point;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.PointFilters;
import io.parley.broker.storage.PointFilters.Filter;
import io.parley.protocol.json.LocationPoint;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PointGateTest {
    private static final long NOW = 1_700_000_000_000L;
    /** A degree of latitude. */
    private static final double DEGREE_METRES = 111_195;

    private final PointGate gate = new PointGate(PointFilters.DEFAULT, null);

    private static LocationPoint north(double metres, long at) {
        return LocationPoint.of(47 + metres / DEGREE_METRES, 9.5, at);
    }

    private static PointFilters only(Filter... on) {
        PointFilters all = PointFilters.DEFAULT;
        Set<Filter> set = EnumSet.noneOf(Filter.class);
        set.addAll(Set.of(on));
        return new PointFilters(
                set,
                all.futureMillis(),
                all.staleMillis(),
                all.speedMax(),
                all.distanceMetres(),
                all.stillMillis(),
                all.periodMillis());
    }

    @Test
    void should_take_a_drive_and_drop_what_comes_late_or_twice() {
        assertThat(gate.take(north(0, NOW), NOW)).isEmpty();
        assertThat(gate.take(north(20, NOW + 1_000), NOW)).isEmpty();
        assertThat(gate.take(north(20, NOW + 1_000), NOW)).contains(Dropped.DUPLICATE);
        assertThat(gate.take(north(0, NOW), NOW)).contains(Dropped.OUT_OF_ORDER);
        assertThat(gate.take(north(40, NOW + 2_000), NOW)).isEmpty();
        assertThat(gate.last()).isEqualTo(north(40, NOW + 2_000));
        assertThat(gate.counts()).isEqualTo(Map.of(Dropped.DUPLICATE, 1L, Dropped.OUT_OF_ORDER, 1L));
    }

    @Test
    void should_drop_what_was_measured_in_the_future_or_long_ago() {
        assertThat(gate.take(north(0, NOW + 60_001), NOW)).contains(Dropped.FUTURE);
        assertThat(gate.take(north(0, NOW - 86_400_001), NOW)).contains(Dropped.STALE);
        assertThat(gate.take(north(0, NOW - 3_600_000), NOW))
                .as("kept while there was no network")
                .isEmpty();
        assertThat(gate.take(north(0, NOW + 60_000), NOW)).isEmpty();
    }

    @Test
    void should_drop_one_jump_and_go_on_where_it_was() {
        assertThat(gate.take(north(0, NOW), NOW)).isEmpty();
        assertThat(gate.take(north(50_000, NOW + 1_000), NOW)).contains(Dropped.JUMP);
        assertThat(gate.take(north(20, NOW + 2_000), NOW)).isEmpty();
        assertThat(gate.take(north(50_000, NOW + 3_000), NOW)).contains(Dropped.JUMP);
        assertThat(gate.take(north(60, NOW + 4_000), NOW)).isEmpty();
    }

    @Test
    void should_believe_a_jump_that_stays() {
        assertThat(gate.take(north(0, NOW), NOW)).isEmpty();
        assertThat(gate.take(north(50_000, NOW + 1_000), NOW)).contains(Dropped.JUMP);
        assertThat(gate.take(north(50_010, NOW + 2_000), NOW)).contains(Dropped.JUMP);
        assertThat(gate.take(north(50_020, NOW + 3_000), NOW)).isEmpty();
        assertThat(gate.take(north(50_030, NOW + 4_000), NOW)).isEmpty();
    }

    @Test
    void should_not_take_bad_accuracy_for_a_jump_nor_for_a_move() {
        PointGate careful = new PointGate(only(Filter.JUMP, Filter.DISTANCE), null);
        assertThat(careful.take(LocationPoint.of(47, 9.5, NOW, 400), NOW)).isEmpty();
        LocationPoint aside = LocationPoint.of(47 + 390 / DEGREE_METRES, 9.5, NOW + 1_000, 400);
        assertThat(careful.take(aside, NOW)).contains(Dropped.DISTANCE);
        LocationPoint still = LocationPoint.of(47, 9.5, NOW + 60_000, 400);
        assertThat(careful.take(still, NOW))
                .as("a minute later it is news that it is still there")
                .isEmpty();
        LocationPoint moved = LocationPoint.of(47 + 500 / DEGREE_METRES, 9.5, NOW + 61_000, 5);
        assertThat(careful.take(moved, NOW)).isEmpty();
    }

    @Test
    void should_drop_what_comes_too_soon() {
        assertThat(gate.take(north(0, NOW), NOW)).isEmpty();
        assertThat(gate.take(north(1, NOW + 99), NOW)).contains(Dropped.PERIOD);
        assertThat(gate.take(north(2, NOW + 100), NOW)).isEmpty();
    }

    @Test
    void should_cross_the_antimeridian_without_a_jump() {
        assertThat(gate.take(LocationPoint.of(0, 179.9999, NOW), NOW)).isEmpty();
        assertThat(gate.take(LocationPoint.of(0, -179.9999, NOW + 1_000), NOW)).isEmpty();
        assertThat(gate.take(LocationPoint.of(89.9999, 0, NOW + 1_000_000_000L), NOW + 1_000_000_000L))
                .isEmpty();
        assertThat(gate.take(LocationPoint.of(89.9999, 180, NOW + 1_000_001_000L), NOW + 1_000_001_000L))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Filter.class)
    void should_let_each_filter_be_switched_off(Filter filter) {
        Set<Filter> others = EnumSet.complementOf(EnumSet.of(filter));
        PointFilters all = PointFilters.DEFAULT;
        PointFilters without = new PointFilters(
                others,
                all.futureMillis(),
                all.staleMillis(),
                all.speedMax(),
                all.distanceMetres(),
                all.stillMillis(),
                all.periodMillis());
        LocationPoint first = north(0, NOW);
        LocationPoint second = switch (filter) {
            case DUPLICATE -> north(0, NOW);
            case FUTURE -> north(10, NOW + 3_600_000);
            case STALE -> north(0, NOW);
            case JUMP -> north(50_000, NOW + 1_000);
            case DISTANCE -> north(1, NOW + 1_000);
            case PERIOD -> north(10, NOW + 50);
        };
        long now = filter == Filter.STALE ? NOW + 7 * 86_400_000L : NOW;
        assertThat(taken(without, filter, first, second, now)).isTrue();
        assertThat(taken(only(filter), filter, first, second, now)).isFalse();
    }

    private static boolean taken(
            PointFilters filters, Filter filter, LocationPoint first, LocationPoint second, long now) {
        // what is too soon after another has the same time as well
        PointFilters used = filter == Filter.DUPLICATE && !filters.has(filter) ? only(Filter.JUMP) : filters;
        PointGate gate = new PointGate(used, filter == Filter.STALE ? null : first);
        return gate.take(second, now).isEmpty();
    }
}
