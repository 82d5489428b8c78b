package io.parley.broker.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Precision;
import io.parley.protocol.json.LocationPoint;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much a coarse place still tells. */
class CoarseTest {
    private static final double DEGREE_METRES = 111_195;

    private static double metres(LocationPoint one, LocationPoint other) {
        double lat = Math.toRadians((one.lat() + other.lat()) / 2);
        double east = Math.abs(one.lon() - other.lon());
        east = Math.min(east, 360 - east) * Math.cos(lat);
        return Math.hypot(one.lat() - other.lat(), east) * DEGREE_METRES;
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "EXACT", mode = EnumSource.Mode.EXCLUDE)
    void should_stay_within_the_accuracy_it_states(Precision precision) {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            LocationPoint place = LocationPoint.of(random.nextDouble(-89, 89), random.nextDouble(-180, 180), 1_000);
            LocationPoint seen = Coarse.of(place, precision);
            assertThat(metres(place, seen)).as("%s", place).isLessThanOrEqualTo(seen.acc() + 2);
            assertThat(seen.acc()).isBetween(70.0, 4_000.0);
        }
    }

    @Test
    void should_tell_the_same_of_every_place_in_a_cell() {
        Set<LocationPoint> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(Coarse.of(
                    LocationPoint.of(47.14002 + i * 0.000009, 9.52001 + i * 0.000001, 1_000, 5),
                    Precision.HUNDRED_METRES));
        }
        assertThat(seen).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"90, 0", "-90, 0", "90, 180", "0, 180", "0, -180", "89.9999, -180", "-0.0, 179.99999"})
    void should_have_a_cell_for_every_place_on_earth(double lat, double lon) {
        for (Precision precision : new Precision[] {Precision.HUNDRED_METRES, Precision.CITY}) {
            LocationPoint seen = Coarse.of(LocationPoint.of(lat, lon, 1_000), precision);
            assertThat(seen.lat()).isBetween(-90.0, 90.0);
            assertThat(seen.lon()).isBetween(-180.0, 180.0);
        }
        assertThat(Coarse.of(LocationPoint.of(10, 180, 1_000), Precision.CITY))
                .isEqualTo(Coarse.of(LocationPoint.of(10, -180, 1_000), Precision.CITY));
    }

    @Test
    void should_drop_whatever_else_the_publisher_said() {
        LocationPoint full = new LocationPoint(47.1, 9.5, 1_000, 4, 460, 36, 90, 80, "al", "u");
        LocationPoint seen = Coarse.of(full, Precision.CITY);
        assertThat(seen).isEqualTo(LocationPoint.of(seen.lat(), seen.lon(), 1_000, seen.acc()));
    }
}
