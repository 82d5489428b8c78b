package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.broker.cluster.Nodes.Client;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.presence.Presences;
import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real entities and watchers, on one node and two. Here a user is told to be offline after seven seconds, which is longer
 * than sessions take to say again that they are there.
 */
@Timeout(120)
class PresenceAcrossNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");

    private final List<Boolean> told = new CopyOnWriteArrayList<>();

    private Presences.Watcher watch(ClusterNode node) {
        Presences.Watcher watcher = node.presences().open(ALICE, (user, presence) -> told.add(presence.online()));
        watcher.watch(BOB);
        return watcher;
    }

    private void until(Boolean... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).containsExactly(expected));
    }

    @Test
    void should_tell_where_a_user_stands_at_once_and_then_each_change() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            Presences.Watcher watcher = watch(node);
            until(false);
            Client phone = nodes.connect(node, "bob", "phone", EndpointKind.PARLEY);
            Client laptop = nodes.connect(node, "bob", "laptop", EndpointKind.PARLEY);
            until(false, true);
            phone.session().close();
            laptop.session().close();
            until(false, true, false);
            Presence now = node.presences().of(BOB).toCompletableFuture().join();
            assertThat(now.online()).isFalse();
            assertThat(now.at()).isPositive();
            watcher.close();
        }
    }

    @Test
    void should_not_take_a_user_for_offline_when_an_old_connection_ends_late() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            ClusterNode there = nodes.start();
            await().atMost(PATIENCE).until(() -> here.members().size() == 2);
            Client old = nodes.connect(here, "bob", "phone", EndpointKind.PARLEY);
            watch(there);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).endsWith(true));
            Client fresh = nodes.connect(there, "bob", "phone", EndpointKind.PARLEY);
            await().atMost(PATIENCE).until(() -> old.takenOver);
            old.session().close();
            int before = told.size();
            await().during(Duration.ofSeconds(9))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told).hasSize(before));
            fresh.session().close();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).endsWith(false));
        }
    }

    @Test
    void should_go_on_when_the_node_with_the_entity_leaves() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            ClusterNode there = nodes.start();
            await().atMost(PATIENCE).until(() -> here.members().size() == 2);
            Client phone = nodes.connect(here, "bob", "phone", EndpointKind.PARLEY);
            watch(here);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).endsWith(true));
            there.close();
            phone.session().close();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).endsWith(false));
        }
    }

    @Test
    void should_say_nothing_without_the_right_to_see_it() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            watch(node);
            until(false);
            nodes.hiding.add(BOB);
            Client phone = nodes.connect(node, "bob", "phone", EndpointKind.PARLEY);
            await().atMost(PATIENCE)
                    .until(() -> node.presences()
                            .of(BOB)
                            .toCompletableFuture()
                            .join()
                            .online());
            phone.session().close();
            await().atMost(PATIENCE)
                    .until(() -> !node.presences()
                            .of(BOB)
                            .toCompletableFuture()
                            .join()
                            .online());
            assertThat(told).containsExactly(false);
        }
    }
}
