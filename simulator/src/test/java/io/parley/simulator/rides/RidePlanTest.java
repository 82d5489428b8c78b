package io.parley.simulator.rides;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.map.RoadGraph;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RidePlanTest {
    private static final Duration RUN = Duration.ofSeconds(180);
    private static RoadGraph roads;

    @BeforeAll
    static void read() throws IOException {
        roads = LiechtensteinMap.roads();
    }

    @Test
    void should_be_the_same_for_the_same_seed_and_another_for_another() {
        assertThat(RidePlan.of(5, roads, 20, 10, RUN)).isEqualTo(RidePlan.of(5, roads, 20, 10, RUN));
        assertThat(RidePlan.of(5, roads, 20, 10, RUN)).isNotEqualTo(RidePlan.of(6, roads, 20, 10, RUN));
    }

    @Test
    void should_leave_time_to_arrive_and_show_something_on_the_way() {
        RidePlan plan = RidePlan.of(5, roads, 20, 50, RUN);

        assertThat(plan.requests()).hasSize(50);
        int inTime = 0;
        for (RidePlan.Request request : plan.requests()) {
            double seconds = roads.secondsFrom(request.from())[request.to()];
            assertThat(request.at()).isLessThanOrEqualTo(RUN.dividedBy(2));
            assertThat(roads.place(request.from()).metresTo(roads.place(request.to())))
                    .isGreaterThanOrEqualTo(250);
            // A quarter of the run, of which a third goes for turns and stops; or a little more where streets are slow.
            assertThat(seconds).isBetween(18.0, 60.0);
            inTime += seconds <= 30 ? 1 : 0;
        }
        assertThat(inTime).isGreaterThan(35);
        assertThat(plan.requests().stream().filter(RidePlan.Request::gate)).isNotEmpty();
        assertThat(plan.requests().stream().filter(it -> it.family().isPresent()))
                .isNotEmpty();
        assertThat(plan.requests().stream().filter(it -> it.guest().isPresent()))
                .isNotEmpty();
    }

    @Test
    void should_never_invite_the_rider_nor_whom_it_calls_prying() {
        RidePlan plan = RidePlan.of(9, roads, 5, 40, RUN);

        for (RidePlan.Request request : plan.requests()) {
            request.prying().ifPresent(it -> assertThat(it).isNotEqualTo(request.rider()));
            request.family().ifPresent(it -> {
                assertThat(it.user()).isNotEqualTo(request.rider());
                assertThat(request.prying()).isNotEqualTo(Optional.of(it.user()));
            });
        }
    }

    @Test
    void should_begin_a_ride_where_the_riders_last_one_ended() {
        RidePlan plan = RidePlan.of(3, roads, 5, 4, Duration.ofMinutes(30));
        Map<String, List<RidePlan.Request>> byRider =
                plan.requests().stream().collect(Collectors.groupingBy(RidePlan.Request::rider));

        assertThat(plan.requests()).hasSizeGreaterThan(8);
        byRider.values().forEach(of -> {
            for (int i = 1; i < of.size(); i++) {
                assertThat(of.get(i).from()).isEqualTo(of.get(i - 1).to());
            }
        });
    }
}
