package io.parley.simulator.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void should_measure_a_known_distance() {
        Place vaduz = new Place(47.1405, 9.5215);
        Place zurich = new Place(47.3769, 8.5417);

        assertThat(vaduz.metresTo(zurich)).isCloseTo(78_500, within(500.0));
        assertThat(zurich.metresTo(vaduz)).isEqualTo(vaduz.metresTo(zurich));
    }

    @Test
    void should_come_to_where_it_measured() {
        Place from = new Place(47.1405, 9.5215);
        Place there = from.ahead(123, 1_234);

        assertThat(from.metresTo(there)).isCloseTo(1_234, within(0.001));
        assertThat(from.courseTo(there)).isCloseTo(123, within(0.001));
    }

    @Test
    void should_cross_the_antimeridian_by_the_short_way() {
        Place east = new Place(-17, 179.999);
        Place west = new Place(-17, -179.999);

        assertThat(east.metresTo(west)).isCloseTo(212.7, within(1.0));
        assertThat(east.courseTo(west)).isCloseTo(90, within(0.1));
        assertThat(east.ahead(90, 212.7).lon()).isCloseTo(-179.999, within(0.00001));
        assertThat(east.toward(west, 0.5).metresTo(west)).isCloseTo(106.3, within(1.0));
    }

    @Test
    void should_pass_over_the_pole() {
        Place near = new Place(89.999, 0);

        assertThat(near.ahead(0, 222.4).lat()).isCloseTo(89.999, within(0.0001));
        assertThat(near.metresTo(new Place(89.999, 180))).isCloseTo(222.4, within(1.0));
    }

    @Test
    void should_refuse_what_is_not_on_the_globe() {
        assertThatThrownBy(() -> new Place(91, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Place(0, 181)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Place(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
