package io.parley.broker.location.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final Position A = new Position(47.1, 9.5);
    private static final Position B = new Position(47.1, 9.6);
    private static final Position C = new Position(47.2, 9.6);
    private static final Position D = new Position(47.2, 9.5);

    private static String fault(FenceShape shape) {
        return Shapes.fault(shape).orElse("");
    }

    @Test
    void should_take_simple_shapes_closed_or_not_either_way_round() {
        assertThat(fault(new FenceShape.Polygon(List.of(A, B, C, D)))).isEmpty();
        assertThat(fault(new FenceShape.Polygon(List.of(A, B, C, D, A)))).isEmpty();
        assertThat(fault(new FenceShape.Polygon(List.of(D, C, B, A)))).isEmpty();
        assertThat(fault(new FenceShape.Corridor(List.of(A, C, B, D), 10)))
                .as("a road may cross itself")
                .isEmpty();
        List<Position> round = new ArrayList<>();
        for (int i = 0; i < FenceShape.VERTICES_MAX; i++) {
            round.add(Earth.towards(new Position(90, 0), 2 * Math.PI * i / FenceShape.VERTICES_MAX, 5_000));
        }
        assertThat(fault(new FenceShape.Polygon(round))).as("around the pole").isEmpty();
        assertThat(fault(new FenceShape.Polygon(
                        List.of(new Position(0, 179.9), new Position(0, -179.9), new Position(1, 180)))))
                .as("across the antimeridian")
                .isEmpty();
    }

    @Test
    void should_refuse_what_is_no_simple_shape() {
        assertThat(fault(new FenceShape.Polygon(List.of(A, C, B, D)))).contains("cross");
        assertThat(fault(new FenceShape.Polygon(List.of(A, B, A, B)))).contains("3 different");
        assertThat(fault(new FenceShape.Polygon(List.of(A, D, new Position(47.15, 9.5)))))
                .isNotEmpty();
        assertThat(fault(new FenceShape.Polygon(List.of(A, new Position(20, 100), C))))
                .contains("500 km");
        assertThat(fault(new FenceShape.Corridor(List.of(A, A), 10))).contains("2 different");
        assertThat(fault(new FenceShape.Corridor(List.of(A, new Position(0, 0)), 10)))
                .contains("500 km");
    }

    @Test
    void should_not_even_make_a_shape_of_a_million_corners() {
        List<Position> million = Collections.nCopies(1_000_000, A);
        assertThatThrownBy(() -> new FenceShape.Polygon(million)).hasMessage("1000000 vertices, must be 3 to 1000");
        assertThatThrownBy(() -> new FenceShape.Circle(A, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
