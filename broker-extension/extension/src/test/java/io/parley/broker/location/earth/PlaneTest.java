package io.parley.broker.location.earth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.broker.storage.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;

class PlaneTest {
    @Test
    void should_know_distances_on_the_globe() {
        assertThat(Earth.metres(0, 0, 1, 0)).isCloseTo(111_195, within(1.0));
        assertThat(Earth.metres(0, 179.5, 0, -179.5)).isCloseTo(111_195, within(1.0));
        assertThat(Earth.metres(89.5, 0, 89.5, 180)).isCloseTo(111_195, within(1.0));
        assertThat(Earth.metres(-90, 17, -90, -60)).isCloseTo(0, within(1e-6));
        assertThat(Earth.metres(0, 0, 0, 180)).isCloseTo(Math.PI * Earth.RADIUS_METRES, within(1.0));
    }

    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,180", "0,-180", "90,0", "-90,0", "89.99,-179.99", "-33.9,151.2"})
    void should_measure_as_the_globe_does_and_find_the_way_back(double lat, double lon) {
        Position centre = new Position(lat, lon);
        Plane plane = new Plane(centre);
        for (double course = 0; course < 2 * Math.PI; course += 0.7) {
            for (double metres : new double[] {0, 0.5, 30, 5_000, 400_000}) {
                Position place = Earth.towards(centre, course, metres);
                Coordinate at = plane.at(place);
                assertThat(Math.hypot(at.x, at.y)).isCloseTo(metres, within(5e-3 + metres * 1e-9));
                assertThat(Earth.metres(plane.place(at), place)).isLessThan(0.01);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,180", "90,0", "-89.9,-179.9"})
    void should_measure_between_places_that_are_not_its_centre(double lat, double lon) {
        Position centre = new Position(lat, lon);
        Plane plane = new Plane(centre);
        Position one = Earth.towards(centre, 0.3, 20_000);
        Position other = Earth.towards(centre, 2.1, 30_000);
        double metres = Earth.metres(one, other);
        assertThat(plane.at(one).distance(plane.at(other))).isCloseTo(metres, within(metres * 1e-5));
    }

    @Test
    void should_find_the_middle_across_the_antimeridian() {
        Plane plane = Plane.around(List.of(new Position(10, 179), new Position(10, -179)));
        assertThat(Math.abs(plane.centre().lon())).isCloseTo(180, within(1e-9));
        assertThat(plane.reaches(List.of(new Position(10, 179)))).isTrue();
        assertThat(plane.reaches(List.of(new Position(10, 0)))).isFalse();
    }
}
