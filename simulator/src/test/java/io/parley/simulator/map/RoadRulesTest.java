package io.parley.simulator.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RoadRulesTest {
    @Test
    void should_take_the_speed_of_the_sign_before_that_of_the_kind_of_road() {
        assertThat(rule(Map.of("highway", "primary")).metresPerSecond()).isCloseTo(80 / 3.6, within(0.01));
        assertThat(rule(Map.of("highway", "primary", "maxspeed", "50")).metresPerSecond())
                .isCloseTo(50 / 3.6, within(0.01));
        assertThat(rule(Map.of("highway", "primary", "maxspeed", "30 mph")).metresPerSecond())
                .isCloseTo(13.41, within(0.01));
        assertThat(rule(Map.of("highway", "primary", "maxspeed", "signals")).metresPerSecond())
                .isCloseTo(80 / 3.6, within(0.01));
        assertThat(rule(Map.of("highway", "primary", "maxspeed", "0")).metresPerSecond())
                .isCloseTo(80 / 3.6, within(0.01));
    }

    @Test
    void should_drive_one_way_roads_their_way() {
        assertThat(rule(Map.of("highway", "residential")).direction()).isEqualTo(RoadRules.Direction.BOTH);
        assertThat(rule(Map.of("highway", "residential", "oneway", "yes")).direction())
                .isEqualTo(RoadRules.Direction.FORWARD);
        assertThat(rule(Map.of("highway", "residential", "oneway", "-1")).direction())
                .isEqualTo(RoadRules.Direction.BACKWARD);
        assertThat(rule(Map.of("highway", "tertiary", "junction", "roundabout")).direction())
                .isEqualTo(RoadRules.Direction.FORWARD);
        assertThat(rule(Map.of("highway", "motorway", "oneway", "no")).direction())
                .isEqualTo(RoadRules.Direction.BOTH);
    }

    @Test
    void should_keep_off_paths_and_closed_roads() {
        assertThat(RoadRules.of(Map.of("highway", "footway"))).isEmpty();
        assertThat(RoadRules.of(Map.of("waterway", "river"))).isEmpty();
        assertThat(RoadRules.of(Map.of("highway", "service", "access", "private")))
                .isEmpty();
        assertThat(RoadRules.of(Map.of("highway", "track", "access", "yes"))).isEmpty();
        assertThat(rule(Map.of("highway", "service", "access", "no", "motor_vehicle", "yes"))
                        .metresPerSecond())
                .isPositive();
    }

    @Test
    void should_know_a_tunnel() {
        assertThat(rule(Map.of("highway", "primary", "tunnel", "yes")).tunnel()).isTrue();
        assertThat(rule(Map.of("highway", "primary", "tunnel", "no")).tunnel()).isFalse();
    }

    private static RoadRules.Rule rule(Map<String, String> tags) {
        return RoadRules.of(tags).orElseThrow();
    }
}
