package io.parley.broker.location.ride;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Ride.Stage;
import io.parley.broker.storage.Route;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteProgressTest {
    private static LocationPoint point(Position place) {
        return LocationPoint.of(place.lat(), place.lon(), 1_700_000_000_000L, 5);
    }

    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,179.99", "89.99,10"})
    void should_know_what_is_left_and_how_far_off_it_is(double lat, double lon) {
        Position start = new Position(lat, lon);
        Position corner = Earth.towards(start, 1, 3_000);
        Position end = Earth.towards(corner, Earth.course(corner, start) + Math.PI + 1.2, 2_000);
        Route route = new Route(List.of(start, corner, end), 500_000, 50, 0);
        RouteProgress half = RouteProgress.of(route, point(Earth.towards(start, 1, 2_500)));
        assertThat(half.metresLeft()).isCloseTo(2_500, within(5.0));
        assertThat(half.millisLeft()).isCloseTo(250_000, within(500L));
        assertThat(half.metresOff()).isLessThan(2);
        assertThat(half.offRoute()).isFalse();
        Position on = Earth.towards(start, 1, 1_000);
        double ahead = Earth.course(on, corner);
        Position aside = Earth.towards(on, ahead + Math.PI / 2, 54);
        assertThat(RouteProgress.of(route, point(aside)).offRoute())
                .as("within its uncertainty")
                .isFalse();
        Position off = Earth.towards(on, ahead - Math.PI / 2, 400);
        RouteProgress lost = RouteProgress.of(route, point(off));
        assertThat(lost.offRoute()).isTrue();
        assertThat(lost.metresOff()).isCloseTo(400, within(5.0));
        assertThat(lost.millisLeft()).isCloseTo(440_000, within(1_500L));
        assertThat(RouteProgress.of(route, point(end)).metresLeft()).isLessThan(1);
    }

    @Test
    void should_take_a_ride_from_stage_to_stage_and_never_back() {
        Position pickUp = new Position(47.14, 9.52);
        Position dropOff = Earth.towards(pickUp, 1, 2_000);
        Ride ride = new Ride(new UserName("dan"), new UserName("alice"), pickUp, dropOff, Stage.COMING, 0);
        List<Stage> stages = new ArrayList<>();
        Position from = Earth.towards(pickUp, 4, 500);
        List<Position> way = new ArrayList<>();
        for (int metres = 0; metres <= 500; metres += 10) {
            way.add(Earth.towards(from, Earth.course(from, pickUp), metres));
        }
        for (int i = 0; i < 30; i++) {
            way.add(Earth.towards(pickUp, i, 20));
        }
        for (int metres = 0; metres <= 2_000; metres += 10) {
            way.add(Earth.towards(pickUp, 1, metres));
        }
        for (Position place : way) {
            Stage next = RideWatch.next(ride, point(place)).orElse(null);
            if (next != null) {
                ride = ride.at(next, 0);
                stages.add(next);
            }
        }
        assertThat(stages).containsExactly(Stage.ARRIVED, Stage.ABOARD, Stage.OVER);
        assertThat(RideWatch.next(ride, point(pickUp))).isEmpty();
    }
}
