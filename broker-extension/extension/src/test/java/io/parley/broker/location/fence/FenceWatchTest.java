package io.parley.broker.location.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Fence;
import io.parley.broker.storage.Fence.Crossing;
import io.parley.broker.storage.FenceId;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.FenceState;
import io.parley.broker.storage.Position;
import io.parley.protocol.ConversationId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FenceWatchTest {
    private static final TrackName CAR = new TrackName("car");
    private static final TrackName RIDER = new TrackName("rider");
    private static final UserName ALICE = new UserName("alice");
    private static final Position HOME = new Position(47.14, 9.52);
    private static final long START = 1_700_000_000_000L;

    private final FenceWatch watch = new FenceWatch(CAR);
    private final List<FenceState> crossed = new ArrayList<>();
    private long now = START;

    private static Fence fence(String name, FenceShape shape) {
        return new Fence(
                new FenceId(ALICE, name),
                "",
                shape,
                List.of(CAR),
                EnumSet.allOf(Crossing.class),
                60_000,
                10,
                3_000,
                ConversationId.chat(ALICE, new UserName("bob")),
                START);
    }

    private static Fence circle(Position centre, double metres) {
        return fence("home", new FenceShape.Circle(centre, metres));
    }

    private void at(Position place, double acc) {
        now += 1_000;
        crossed.addAll(watch.point(LocationPoint.of(place.lat(), place.lon(), now, acc), now));
    }

    private void at(Position place) {
        at(place, 5);
    }

    private void stay(Position place, int seconds) {
        for (int i = 0; i < seconds; i++) {
            at(place);
        }
    }

    /** In a straight line, so many metres a second. */
    private void drive(Position from, double course, int seconds, double metres) {
        for (int i = 1; i <= seconds; i++) {
            at(Earth.towards(from, course, i * metres));
        }
    }

    private String story() {
        return crossed.stream()
                .map(it -> it.fence().name() + " " + it.last().code() + " " + it.crossings())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,180", "0,-180", "90,0", "-90,0", "89.9995,17", "-33.9,-179.9999"})
    void should_tell_who_drives_through_once_in_and_once_out_wherever_on_earth(double lat, double lon) {
        Position centre = new Position(lat, lon);
        watch.fences(List.of(circle(centre, 100)), List.of());
        Position from = Earth.towards(centre, 1, 1_000);
        drive(from, Earth.course(from, centre), 200, 10);
        assertThat(story()).isEqualTo("home enter 1, home exit 2");
        assertThat(crossed.get(0).at()).isBetween(START + 90_000, START + 93_000);
        assertThat(crossed.get(1).at()).isBetween(START + 111_000, START + 114_000);
    }

    @Test
    void should_tell_once_of_jitter_at_the_edge() {
        watch.fences(List.of(circle(HOME, 100)), List.of());
        Random random = new Random(5);
        Position edge = Earth.towards(HOME, 0.5, 88);
        for (int i = 0; i < 2_000; i++) {
            at(Earth.towards(edge, random.nextDouble() * 2 * Math.PI, Math.abs(random.nextGaussian()) * 8), 12);
        }
        assertThat(crossed.stream().filter(it -> it.last() == Crossing.ENTER)).hasSizeLessThanOrEqualTo(1);
        assertThat(crossed.stream().filter(it -> it.last() == Crossing.EXIT)).isEmpty();
    }

    @Test
    void should_not_believe_one_point_elsewhere_nor_one_that_says_nothing() {
        watch.fences(List.of(circle(HOME, 100)), List.of());
        stay(HOME, 10);
        at(Earth.towards(HOME, 1, 5_000));
        stay(HOME, 10);
        for (int i = 0; i < 10; i++) {
            at(Earth.towards(HOME, 1, 300), 900);
        }
        stay(HOME, 5);
        assertThat(story()).isEqualTo("home enter 1");
    }

    @Test
    void should_tell_of_a_stay_once_a_visit_also_when_nothing_more_is_heard() {
        watch.fences(List.of(circle(HOME, 100)), List.of());
        stay(HOME, 10);
        for (int i = 0; i < 100; i++) {
            now += 1_000;
            crossed.addAll(watch.tick(now));
        }
        assertThat(story()).isEqualTo("home enter 1, home dwell 2");
        assertThat(crossed.get(1).at()).isEqualTo(crossed.get(0).at() + 60_000);
        stay(HOME, 100);
        stay(Earth.towards(HOME, 1, 500), 10);
        stay(HOME, 100);
        assertThat(story()).isEqualTo("home enter 1, home dwell 2, home exit 3, home enter 4, home dwell 5");
    }

    @Test
    void should_tell_who_comes_in_and_falls_silent() {
        watch.fences(List.of(circle(HOME, 100)), List.of());
        at(Earth.towards(HOME, 1, 500));
        at(HOME);
        assertThat(crossed).isEmpty();
        now += 3_000;
        crossed.addAll(watch.tick(now));
        assertThat(story()).isEqualTo("home enter 1");
    }

    @Test
    void should_go_on_after_a_restart_without_telling_anything_twice() {
        Fence home = circle(HOME, 100);
        watch.fences(List.of(home), List.of());
        stay(HOME, 100);
        assertThat(story()).isEqualTo("home enter 1, home dwell 2");
        FenceWatch next = new FenceWatch(CAR);
        next.fences(List.of(home), List.of(crossed.get(1)));
        List<FenceState> more = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            now += 1_000;
            more.addAll(next.point(LocationPoint.of(HOME.lat(), HOME.lon(), now, 5), now));
        }
        assertThat(more).isEmpty();
        Position away = Earth.towards(HOME, 1, 500);
        for (int i = 0; i < 10; i++) {
            now += 1_000;
            more.addAll(next.point(LocationPoint.of(away.lat(), away.lon(), now, 5), now));
        }
        assertThat(more).hasSize(1);
        assertThat(more.get(0).last()).isEqualTo(Crossing.EXIT);
        assertThat(more.get(0).crossings()).isEqualTo(3);
    }

    @Test
    void should_not_take_the_state_of_a_former_fence_of_that_name() {
        FenceState former =
                new FenceState(CAR, new FenceId(ALICE, "home"), START - 1, 7, Crossing.ENTER, START, true, true);
        watch.fences(List.of(circle(HOME, 100)), List.of(former));
        stay(HOME, 5);
        assertThat(story()).isEqualTo("home enter 1");
    }

    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,180", "90,0", "-89.9,120"})
    void should_know_polygons_and_corridors_wherever_on_earth(double lat, double lon) {
        Position middle = new Position(lat, lon);
        List<Position> square = List.of(
                Earth.towards(middle, Math.toRadians(45), 1_000),
                Earth.towards(middle, Math.toRadians(135), 1_000),
                Earth.towards(middle, Math.toRadians(225), 1_000),
                Earth.towards(middle, Math.toRadians(315), 1_000));
        List<Position> road =
                List.of(Earth.towards(middle, 0, 3_000), middle, Earth.towards(middle, Math.toRadians(90), 3_000));
        watch.fences(
                List.of(
                        fence("park", new FenceShape.Polygon(square)),
                        fence("road", new FenceShape.Corridor(road, 50))),
                List.of());
        stay(Earth.towards(middle, 0, 4_000), 5);
        stay(Earth.towards(middle, 0, 2_000), 5);
        assertThat(story()).isEqualTo("road enter 1");
        stay(Earth.towards(middle, Math.toRadians(45), 500), 5);
        assertThat(story()).contains("road exit 2").contains("park enter 1");
        stay(Earth.towards(middle, Math.toRadians(90), 2_990), 5);
        assertThat(story()).contains("park exit 2").endsWith("road enter 3");
    }

    @Test
    void should_follow_a_fence_that_moves() {
        watch.fences(List.of(fence("near", new FenceShape.Around(RIDER, 100))), List.of());
        assertThat(watch.centres()).containsExactly(RIDER);
        stay(HOME, 5);
        assertThat(crossed).as("nobody knows where the other is").isEmpty();
        Position far = Earth.towards(HOME, 1, 1_000);
        for (int metres = 1_000; metres >= 0; metres -= 20) {
            now += 1_000;
            Position rider = Earth.towards(HOME, 1, metres);
            crossed.addAll(watch.centre(RIDER, LocationPoint.of(rider.lat(), rider.lon(), now), now));
        }
        assertThat(story()).isEqualTo("near enter 1");
        stay(far, 10);
        assertThat(story()).isEqualTo("near enter 1, near exit 2");
    }

    @Test
    void should_find_the_few_of_thousands_that_matter() {
        Random random = new Random(17);
        List<Fence> fences = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Position place = Earth.towards(HOME, random.nextDouble() * 7, 2_000 + random.nextDouble() * 40_000);
            fences.add(fence("f" + i, new FenceShape.Circle(place, 100)));
        }
        fences.add(circle(HOME, 100));
        watch.fences(fences, List.of());
        drive(Earth.towards(HOME, 1, 500), 1 + Math.PI, 100, 10);
        assertThat(story()).isEqualTo("home enter 1, home exit 2");
        List<Position> everywhere = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            everywhere.add(Earth.towards(HOME, random.nextDouble() * 7, random.nextDouble() * 42_000));
        }
        crossed.clear();
        for (Position place : everywhere) {
            stay(place, 4);
        }
        long expected = everywhere.stream()
                .mapToLong(place -> fences.stream()
                        .filter(fence -> ((FenceShape.Circle) fence.shape()).metres()
                                        - Earth.metres(((FenceShape.Circle) fence.shape()).centre(), place)
                                >= 10)
                        .count())
                .sum();
        assertThat(crossed.stream().filter(it -> it.last() == Crossing.ENTER)).hasSize((int) expected);
    }

    @Test
    void should_keep_what_it_knows_of_a_fence_when_others_come_and_go() {
        Fence home = circle(HOME, 100);
        watch.fences(List.of(home), List.of());
        stay(HOME, 5);
        Fence other = fence("other", new FenceShape.Circle(Earth.towards(HOME, 1, 9_000), 100));
        watch.fences(List.of(other, home), List.of());
        stay(HOME, 5);
        watch.fences(List.of(other), List.of());
        stay(Earth.towards(HOME, 1, 500), 10);
        assertThat(story()).isEqualTo("home enter 1");
    }
}
