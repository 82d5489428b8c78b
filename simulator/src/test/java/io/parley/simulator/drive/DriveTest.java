package io.parley.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.map.Place;
import io.parley.simulator.map.RoadGraph;
import io.parley.simulator.map.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriveTest {
    private static final Place START = new Place(47.14, 9.52);
    private static final Duration STEP = Duration.ofMillis(100);

    @Test
    void should_arrive_at_rest_after_the_length_of_the_route() {
        Drive drive = Drive.along(straight(1_000, 15), new SplittableRandom(1));

        Motion end = drive.at(drive.length());
        assertThat(end.metresPerSecond()).isZero();
        assertThat(end.place().metresTo(drive.route().end())).isLessThan(0.1);
        assertThat(drive.metresAt(drive.length())).isCloseTo(1_000, within(0.1));
        assertThat(drive.at(Duration.ofSeconds(-1)).place()).isEqualTo(START);
        assertThat(drive.length()).isBetween(Duration.ofSeconds(66), Duration.ofSeconds(100));
    }

    @Test
    void should_move_as_a_car_can_on_real_streets() throws IOException {
        RoadGraph roads = LiechtensteinMap.roads();
        List<Integer> all = roads.vertices();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20; i++) {
            Route route = roads.route(all.get(random.nextInt(all.size())), all.get(random.nextInt(all.size())));
            Drive drive = Drive.along(route, random.split());
            double fastest =
                    route.legs().stream().mapToDouble(Route.Leg::limit).max().orElse(0);
            double before = 0;
            double metres = 0;
            for (Duration at = Duration.ZERO; at.compareTo(drive.length()) < 0; at = at.plus(STEP)) {
                Motion motion = drive.at(at);
                assertThat(motion.metresPerSecond()).isLessThanOrEqualTo(fastest + 0.01);
                assertThat(motion.metresPerSecond() - before).isBetween(-0.23, 0.19);
                double now = drive.metresAt(at);
                assertThat(now).isGreaterThanOrEqualTo(metres - 0.001);
                assertThat(now - metres).isLessThanOrEqualTo(fastest * 0.1 + 0.01);
                before = motion.metresPerSecond();
                metres = now;
            }
            assertThat(drive.metresAt(drive.length())).isCloseTo(route.metres(), within(0.1));
        }
    }

    @Test
    void should_slow_down_for_a_sharp_turn() {
        Place corner = START.ahead(0, 300);
        Route route = new Route(
                List.of(START, corner, corner.ahead(90, 300)),
                List.of(new Route.Leg(300, 20, false, false), new Route.Leg(300, 20, false, false)));
        Drive drive = Drive.along(route, new SplittableRandom(3));

        assertThat(speedAtMetres(drive, 300)).isBetween(2.0, 8.0);
        assertThat(speedAtMetres(drive, 150)).isGreaterThan(12);
    }

    @Test
    void should_wait_at_some_junctions() {
        List<Place> places = new ArrayList<>(List.of(START));
        List<Route.Leg> legs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            places.add(places.get(i).ahead(0, 100));
            legs.add(new Route.Leg(100, 14, false, true));
        }
        Drive drive = Drive.along(new Route(places, legs), new SplittableRandom(5));

        int waiting = 0;
        for (Duration at = Duration.ofSeconds(5);
                at.compareTo(drive.length().minusSeconds(5)) < 0;
                at = at.plus(STEP)) {
            waiting += drive.at(at).metresPerSecond() == 0 ? 1 : 0;
        }
        assertThat(waiting).isBetween(20, 3_000);
    }

    @Test
    void should_be_covered_in_a_tunnel_only() {
        Place in = START.ahead(0, 200);
        Place out = in.ahead(0, 300);
        Route route = new Route(
                List.of(START, in, out, out.ahead(0, 200)),
                List.of(
                        new Route.Leg(200, 20, false, false),
                        new Route.Leg(300, 20, true, false),
                        new Route.Leg(200, 20, false, false)));
        Drive drive = Drive.along(route, new SplittableRandom(3));
        for (Duration at = Duration.ZERO; at.compareTo(drive.length()) < 0; at = at.plus(STEP)) {
            double metres = drive.metresAt(at);
            if (Math.abs(metres - 200) > 1 && Math.abs(metres - 500) > 1) {
                assertThat(drive.at(at).covered()).isEqualTo(metres > 200 && metres < 500);
            }
        }
    }

    @Test
    void should_be_the_same_for_the_same_seed() {
        Drive one = Drive.along(straight(2_000, 20), new SplittableRandom(9));
        Drive again = Drive.along(straight(2_000, 20), new SplittableRandom(9));

        assertThat(again.length()).isEqualTo(one.length());
        assertThat(again.at(Duration.ofSeconds(33))).isEqualTo(one.at(Duration.ofSeconds(33)));
    }

    @Test
    void should_stand_where_there_is_nowhere_to_go() {
        Drive drive = Drive.along(new Route(List.of(START), List.of()), new SplittableRandom(1));

        assertThat(drive.length()).isZero();
        assertThat(drive.at(Duration.ofSeconds(3)).place()).isEqualTo(START);
    }

    private static double speedAtMetres(Drive drive, double metres) {
        Duration at = Duration.ZERO;
        while (drive.metresAt(at) < metres) {
            at = at.plusMillis(10);
        }
        return drive.at(at).metresPerSecond();
    }

    private static Route straight(double metres, double limit) {
        return new Route(List.of(START, START.ahead(0, metres)), List.of(new Route.Leg(metres, limit, false, false)));
    }
}
