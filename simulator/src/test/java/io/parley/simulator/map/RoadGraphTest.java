package io.parley.simulator.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoadGraphTest {
    private static RoadGraph roads;

    @BeforeAll
    static void read() throws IOException {
        roads = LiechtensteinMap.roads();
    }

    @Test
    void should_read_the_roads_of_liechtenstein() {
        assertThat(roads.corners()).isGreaterThan(5_000);
        assertThat(roads.pieces()).isGreaterThan(roads.corners());
        assertThat(roads.tunnelPieces()).isPositive();
        assertThat(roads.place(roads.nearest(LiechtensteinMap.CENTRE)).metresTo(LiechtensteinMap.CENTRE))
                .isLessThan(300);
    }

    @Test
    void should_find_a_way_between_any_two_places() {
        List<Integer> all = roads.vertices();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 50; i++) {
            int from = all.get(random.nextInt(all.size()));
            int to = all.get(random.nextInt(all.size()));
            Route route = roads.route(from, to);

            assertThat(route.start()).isEqualTo(roads.place(from));
            assertThat(route.end()).isEqualTo(roads.place(to));
            assertThat(route.metres()).isGreaterThanOrEqualTo(route.start().metresTo(route.end()) - 0.001);
        }
    }

    @Test
    void should_drive_from_vaduz_to_schaan_by_the_road() {
        Route route = roads.route(roads.nearest(LiechtensteinMap.CENTRE), roads.nearest(new Place(47.1650, 9.5087)));

        assertThat(route.metres()).isBetween(2_700.0, 4_500.0);
    }

    @Test
    void should_keep_to_one_way_streets() {
        // A ring of one-way streets: from b back to a it is the long way round.
        Place a = new Place(47, 9);
        Place b = a.ahead(90, 100);
        Place c = b.ahead(0, 100);
        RoadGraph ring = new RoadGraph.Builder()
                .piece(corner(1, a), corner(2, b), 10, false)
                .piece(corner(2, b), corner(3, c), 10, false)
                .piece(corner(3, c), corner(1, a), 10, false)
                .build();

        assertThat(ring.route(ring.nearest(a), ring.nearest(b)).metres()).isCloseTo(100, within(0.1));
        assertThat(ring.route(ring.nearest(b), ring.nearest(a)).metres()).isCloseTo(100 + 141.4, within(0.2));
    }

    @Test
    void should_take_the_quicker_road_not_the_shorter() {
        Place a = new Place(47, 9);
        Place b = a.ahead(90, 1_000);
        Place around = a.ahead(45, 800);
        RoadGraph.Builder builder = new RoadGraph.Builder();
        both(builder, corner(1, a), corner(2, b), 5);
        both(builder, corner(1, a), corner(3, around), 30);
        both(builder, corner(3, around), corner(2, b), 30);
        RoadGraph map = builder.build();

        assertThat(map.route(map.nearest(a), map.nearest(b)).legs()).hasSize(2);
    }

    @Test
    void should_leave_out_what_one_does_not_come_back_from() {
        Place a = new Place(47, 9);
        Place b = a.ahead(90, 100);
        Place trap = b.ahead(90, 100);
        RoadGraph.Builder builder = new RoadGraph.Builder();
        both(builder, corner(1, a), corner(2, b), 10);
        RoadGraph map = builder.piece(corner(2, b), corner(3, trap), 10, false).build();

        assertThat(map.corners()).isEqualTo(2);
    }

    private static void both(RoadGraph.Builder builder, RoadGraph.Corner one, RoadGraph.Corner other, double speed) {
        builder.piece(one, other, speed, false).piece(other, one, speed, false);
    }

    private static RoadGraph.Corner corner(long id, Place place) {
        return new RoadGraph.Corner(id, place);
    }
}
