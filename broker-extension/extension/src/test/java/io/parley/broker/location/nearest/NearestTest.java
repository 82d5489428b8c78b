package io.parley.broker.location.nearest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.location.nearest.Free.Found;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final GroupName TAXI = new GroupName("taxi");
    private static final long NOW = 1_700_000_000_000L;
    private static final Cells CELLS = new Cells();

    private final Map<Long, FreeDrivers> entities = new HashMap<>();
    private final List<Free> all = new ArrayList<>();
    private int asked;

    private final Fleets fleets = new Fleets() {
        @Override
        public void free(long cell, Free free) {
            entities.computeIfAbsent(cell, fresh -> new FreeDrivers(CELLS)).put(free);
        }

        @Override
        public void gone(long cell, GroupName fleet, UserName driver, long at) {
            entities.computeIfAbsent(cell, fresh -> new FreeDrivers(CELLS)).remove(fleet, driver, at);
        }

        @Override
        public CompletionStage<List<Found>> nearest(
                long cell, GroupName fleet, Position place, int count, double metresMax) {
            asked++;
            FreeDrivers drivers = entities.get(cell);
            return CompletableFuture.completedStage(
                    drivers == null ? List.of() : drivers.nearest(fleet, place, count, metresMax, NOW));
        }
    };

    private void free(String driver, Position place) {
        Free free = new Free(TAXI, new UserName(driver), place, NOW, NOW + 60_000);
        all.add(free);
        fleets.free(CELLS.coarse(place), free);
    }

    private List<String> nearest(Position place, int count, double metres) {
        return new NearestSearch(CELLS, fleets)
                .nearest(TAXI, place, count, metres).toCompletableFuture().join().stream()
                        .map(it -> it.driver().value())
                        .toList();
    }

    private List<String> expected(Position place, int count, double metres) {
        return all.stream()
                .filter(it -> Earth.metres(place, it.place()) <= metres)
                .sorted(Comparator.comparingDouble(it -> Earth.metres(place, it.place())))
                .limit(count)
                .map(it -> it.driver().value())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,180", "89.9,0", "-90,0", "64.7,10.53"})
    void should_find_exactly_the_nearest_ones_wherever_on_earth(double lat, double lon) {
        Position middle = new Position(lat, lon);
        Random random = new Random(31);
        for (int i = 0; i < 3_000; i++) {
            free("d" + i, Earth.towards(middle, random.nextDouble() * 7, 40_000 * Math.sqrt(random.nextDouble())));
        }
        for (int i = 0; i < 60; i++) {
            Position place = Earth.towards(middle, random.nextDouble() * 7, random.nextDouble() * 50_000);
            assertThat(nearest(place, 5, 5_000)).isEqualTo(expected(place, 5, 5_000));
            assertThat(nearest(place, 20, 30_000)).isEqualTo(expected(place, 20, 30_000));
        }
    }

    @Test
    void should_ask_no_more_cells_than_it_needs() {
        Position town = new Position(47.14, 9.52);
        Random random = new Random(32);
        for (int i = 0; i < 500; i++) {
            free("d" + i, Earth.towards(town, random.nextDouble() * 7, 20_000 * random.nextDouble()));
        }
        nearest(town, 5, 50_000);
        assertThat(asked).isLessThanOrEqualTo(8);
        asked = 0;
        assertThat(nearest(new Position(0, 0), 5, 10_000)).isEmpty();
        assertThat(asked).isLessThan(20);
    }

    @Test
    void should_not_find_who_is_busy_silent_or_of_another_fleet() {
        FreeDrivers drivers = new FreeDrivers(CELLS);
        Position town = new Position(47.14, 9.52);
        UserName dan = new UserName("dan");
        drivers.put(new Free(TAXI, dan, town, NOW, NOW + 1_000));
        assertThat(drivers.nearest(TAXI, town, 5, 100, NOW)).hasSize(1);
        assertThat(drivers.nearest(new GroupName("bikes"), town, 5, 100, NOW)).isEmpty();
        assertThat(drivers.nearest(TAXI, town, 5, 100, NOW + 1_000)).isEmpty();
        drivers.remove(TAXI, dan, NOW - 1);
        assertThat(drivers.size()).as("said before").isEqualTo(1);
        drivers.remove(TAXI, dan, NOW + 1);
        drivers.put(new Free(TAXI, dan, town, NOW, NOW + 1_000));
        assertThat(drivers.nearest(TAXI, town, 5, 100, NOW)).as("came late").isEmpty();
        drivers.put(new Free(TAXI, dan, town, NOW + 2, NOW + 1_000));
        assertThat(drivers.nearest(TAXI, town, 5, 100, NOW)).hasSize(1);
        drivers.expire(NOW + 5_000);
        assertThat(drivers.size()).isZero();
        drivers.expire(NOW + 1_000_000);
        assertThat(drivers.isEmpty()).isTrue();
    }

    @Test
    void should_count_somebody_who_changed_cells_once_where_they_are() {
        Position town = new Position(47.14, 9.52);
        Position next = town;
        while (CELLS.coarse(next) == CELLS.coarse(town)) {
            next = Earth.towards(next, 1, 500);
        }
        UserName dan = new UserName("dan");
        fleets.free(CELLS.coarse(town), new Free(TAXI, dan, town, NOW, NOW + 60_000));
        fleets.free(CELLS.coarse(next), new Free(TAXI, dan, next, NOW + 5, NOW + 60_000));
        List<Found> found = new NearestSearch(CELLS, fleets)
                .nearest(TAXI, next, 5, 50_000)
                .toCompletableFuture()
                .join();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).place()).isEqualTo(next);
    }
}
