package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fear: a long way without a network fills the memory, or what is left of it is not the way that was gone. */
class PointBufferTest {
    private static final int SIZE_MAX = 40;

    private final PointBuffer buffer = new PointBuffer(SIZE_MAX);

    /** A way with three corners: east, north, west. */
    private static LocationPoint way(int second) {
        double east = second < 500 ? second : second < 1_000 ? 500 : 1_500 - second;
        double north = second < 500 ? 0 : second < 1_000 ? second - 500 : 500;
        return LocationPoint.of(47 + north * 1e-5, 9 + east * 1e-5, second * 1_000L);
    }

    @Test
    void should_keep_the_corners_the_first_and_the_newest() {
        for (int second = 0; second <= 1_500; second++) {
            buffer.add(way(second));
        }
        List<LocationPoint> kept = buffer.all();
        assertThat(kept).hasSizeLessThanOrEqualTo(SIZE_MAX).contains(way(0), way(500), way(1_000), way(1_500));
        assertThat(kept).extracting(LocationPoint::at).isSorted();
    }

    @Test
    void should_put_back_what_did_not_arrive_before_the_rest_and_stay_bounded() {
        List<LocationPoint> left = new ArrayList<>();
        for (int second = 0; second < SIZE_MAX; second++) {
            left.add(way(second));
        }
        for (int second = SIZE_MAX; second < 2 * SIZE_MAX; second++) {
            buffer.add(way(second));
        }
        buffer.putBack(left);
        assertThat(buffer.size()).isEqualTo(SIZE_MAX);
        assertThat(buffer.all()).extracting(LocationPoint::at).isSorted();
        assertThat(buffer.takeFirst()).isEqualTo(way(0));
        assertThat(buffer.all()).endsWith(way(2 * SIZE_MAX - 1));
    }
}
