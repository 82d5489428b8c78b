package io.parley.broker.location.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.location.earth.Plane;
import io.parley.broker.storage.Position;
import io.parley.protocol.json.LocationPoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;

class ThinningTest {
    @ParameterizedTest
    @CsvSource({"47.14,9.52", "0,180", "89.999,0", "-89.99,-179.9", "60,-179.999"})
    void should_keep_where_it_was_at_every_moment_within_the_bound(double lat, double lon) {
        List<LocationPoint> points = new Drive(new Position(lat, lon), 7, 2)
                .go(300, 14, 0.01)
                .stand(60)
                .go(200, 8, -0.05)
                .go(1_500, 25, 0.001)
                .points();
        List<LocationPoint> thinned = Thinning.thin(points, 5);
        assertThat(thinned).isSubsetOf(points).hasSizeLessThan(points.size() / 3);
        assertThat(thinned.get(0)).isEqualTo(points.get(0));
        assertThat(thinned.get(thinned.size() - 1)).isEqualTo(points.get(points.size() - 1));
        assertThat(worst(points, thinned)).isLessThan(5.05);
    }

    /** The farthest a point is from where the line is at its time, metres. */
    private static double worst(List<LocationPoint> points, List<LocationPoint> line) {
        double worst = 0;
        int next = 1;
        for (LocationPoint point : points) {
            while (line.get(next).at() < point.at()) {
                next++;
            }
            LocationPoint from = line.get(next - 1);
            LocationPoint to = line.get(next);
            Plane plane = new Plane(new Position(from.lat(), from.lon()));
            Coordinate end = plane.at(to.lat(), to.lon());
            double share = (double) (point.at() - from.at()) / (to.at() - from.at());
            Coordinate then = new Coordinate(end.x * share, end.y * share);
            worst = Math.max(worst, then.distance(plane.at(point.lat(), point.lon())));
        }
        return worst;
    }

    @Test
    void should_keep_nothing_of_a_straight_road_at_even_speed_but_its_ends() {
        List<LocationPoint> points =
                new Drive(new Position(47, 9.5), 1, 0).go(1_000, 20, 0).points();
        assertThat(Thinning.thin(points, 5)).hasSize(2);
        assertThat(Thinning.thin(points.subList(0, 1), 5)).hasSize(1);
        assertThat(Thinning.thin(List.of(), 5)).isEmpty();
    }

    @Test
    void should_bear_more_points_than_fit_on_a_stack() {
        List<LocationPoint> points =
                new Drive(new Position(47, 9.5), 3, 300).go(60_000, 20, 0.1).points();
        assertThat(worst(points, Thinning.thin(points, 5))).isLessThan(5.05);
    }
}
