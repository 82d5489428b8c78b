package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.location.nearest.Free;
import io.parley.broker.location.nearest.NearestSearch;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cells live on one node or another; whoever asks finds the same. */
@Timeout(120)
class NearestAcrossNodesTest {
    private static final GroupName TAXI = new GroupName("taxi");
    private static final Position TOWN = new Position(47.14, 9.52);
    /** Far enough apart that they lie in many cells, on each node some. */
    private static final int DRIVERS = 24;

    private static void free(ClusterNode node, int number) {
        Position place = Earth.towards(TOWN, number, 2_000.0 * number);
        long now = System.currentTimeMillis();
        node.fleets()
                .free(
                        node.cells().coarse(place),
                        new Free(TAXI, new UserName("d" + number), place, now, now + 600_000));
    }

    private static List<String> nearest(ClusterNode node, int count) {
        return new NearestSearch(node.cells(), node.fleets())
                .nearest(TAXI, TOWN, count, 60_000).toCompletableFuture().join().stream()
                        .map(it -> it.driver().value())
                        .toList();
    }

    @Test
    void should_find_drivers_whose_cells_live_on_another_node() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode one = nodes.start();
            ClusterNode other = nodes.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one.members().size() == 2 && other.members().size() == 2);
            for (int i = 0; i < DRIVERS; i++) {
                free(i % 2 == 0 ? one : other, i);
            }
            for (ClusterNode node : List.of(one, other)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> nearest(node, 50).size() == DRIVERS);
                assertThat(nearest(node, 5)).containsExactly("d0", "d1", "d2", "d3", "d4");
            }
            Position place = Earth.towards(TOWN, 3, 6_000);
            other.fleets().gone(other.cells().coarse(place), TAXI, new UserName("d3"), System.currentTimeMillis() + 1);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(nearest(one, 4)).containsExactly("d0", "d1", "d2", "d4"));
        }
    }
}
