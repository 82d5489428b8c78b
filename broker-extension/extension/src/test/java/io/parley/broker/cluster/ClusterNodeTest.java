package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.broker.cluster.Nodes.Client;
import io.parley.broker.delivery.Delivery;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.SyncDemand;
import io.parley.broker.endpoint.Arrival;
import io.parley.broker.storage.SignInPolicy;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One node and two, real actors and a real wire between them, over memory. */
@Timeout(120)
class ClusterNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void should_be_a_cluster_alone_and_leave_in_good_order() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            assertThat(node.members()).hasSize(1);
            node.close();
            assertThat(node.members()).isEmpty();
            assertThat(node.ended()).isCompleted();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .noneMatch(thread -> thread.getName().startsWith("parley-pekko")));
        }
    }

    @Test
    void should_carry_a_chat_between_two_endpoints_of_one_node() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            Client alice = nodes.connect(node, "alice", "phone", EndpointKind.PARLEY);
            Client bob = nodes.connect(node, "bob", "phone", EndpointKind.PARLEY);
            chat(nodes, alice, bob);
        }
    }

    @Test
    void should_carry_a_chat_receipts_and_a_takeover_between_two_nodes() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            ClusterNode there = nodes.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(here.members()).hasSize(2).isEqualTo(there.members()));
            Client alice = nodes.connect(here, "alice", "phone", EndpointKind.PARLEY);
            Client bob = nodes.connect(there, "bob", "phone", EndpointKind.PARLEY);
            chat(nodes, alice, bob);

            Client bobElsewhere = nodes.connect(here, "bob", "phone", EndpointKind.PARLEY);
            await().atMost(PATIENCE).until(() -> bob.takenOver);
            bobElsewhere
                    .session()
                    .sync(new SyncDemand(Map.of(bob.chat("alice"), 20L), 500, 0, "inbox/bob/reply", null));
            await().atMost(PATIENCE).until(() -> !bobElsewhere.replies.isEmpty());
            alice.say("bob", "after");
            await().atMost(PATIENCE).until(() -> bobElsewhere.texts().contains("after"));
            assertThat(bob.texts()).doesNotContain("after");
            assertThat(bobElsewhere.takenOver).isFalse();
        }
    }

    @Test
    void should_leave_a_takeover_on_one_node_to_the_broker() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            Client alice = nodes.connect(node, "alice", "phone", EndpointKind.PARLEY);
            List<Client> bobs = IntStream.range(0, 20)
                    .mapToObj(i -> nodes.connect(node, "bob", "phone", EndpointKind.PARLEY))
                    .toList();
            Client newest = bobs.get(19);
            newest.sync();
            await().atMost(PATIENCE).until(() -> !newest.replies.isEmpty());
            alice.say("bob", "hi");
            await().atMost(PATIENCE).until(() -> newest.texts().contains("hi"));
            assertThat(bobs).noneMatch(bob -> bob.takenOver);
        }
    }

    @Test
    void should_go_on_when_a_node_has_left() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            ClusterNode there = nodes.start();
            await().atMost(PATIENCE).until(() -> here.members().size() == 2);
            Client bob = nodes.connect(here, "bob", "phone", EndpointKind.PARLEY);
            bob.sync();
            List<Client> peers = IntStream.range(0, 20)
                    .mapToObj(i -> nodes.connect(here, "peer" + i, "x", EndpointKind.PARLEY))
                    .toList();
            peers.forEach(peer -> peer.say("bob", "before"));
            await().atMost(PATIENCE).until(() -> bob.delivered.size() >= 20);
            there.close();
            List<MessageId> unanswered = new ArrayList<>();
            peers.forEach(peer -> unanswered.add(peer.say("bob", "after")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(unanswered).allMatch(id -> nodes.ackOf(id) != null));
            await().atMost(PATIENCE)
                    .until(() -> bob.texts().stream().filter("after"::equals).count() >= 20);
        }
    }

    @Test
    void should_wait_for_an_endpoint_that_is_away_and_serve_a_plain_one() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            Client alice = nodes.connect(node, "alice", "phone", EndpointKind.PARLEY);
            List<MessageId> ids = IntStream.rangeClosed(1, 100)
                    .mapToObj(i -> alice.say("bob", "m" + i))
                    .toList();
            await().atMost(PATIENCE).until(() -> ids.stream().allMatch(id -> nodes.ackOf(id) != null));
            Client plain = nodes.connect(node, "bob", "mosquitto", EndpointKind.PLAIN);
            await().atMost(PATIENCE).until(() -> plain.delivered.size() == 100);
            for (Delivery it : plain.delivered) {
                plain.session().acknowledged(it.conversation(), it.message().seq());
            }
            alice.sync();
            await().atMost(PATIENCE).until(() -> alice.events.stream().anyMatch(it -> it.contains("\"received\":100")));
            plain.session().close();
            Client again = nodes.connect(node, "bob", "mosquitto", EndpointKind.PLAIN);
            alice.say("bob", "last");
            await().atMost(PATIENCE).until(() -> !again.delivered.isEmpty());
            assertThat(again.texts()).containsExactly("last");
        }
    }

    @Test
    void should_tell_every_node_who_is_signed_out_and_ask_each_who_is_connected() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            ClusterNode there = nodes.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(here.members()).hasSize(2).isEqualTo(there.members()));
            UserName alice = new UserName("alice");
            for (ClusterNode node : List.of(here, there)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(node.connections()
                                        .of(alice)
                                        .toCompletableFuture()
                                        .join())
                                .as("each knows the other's connections")
                                .hasSize(2));
            }
            there.connections().signOut(new EndpointId(alice, "phone"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(nodes.connectionsTold)
                            .containsExactly("sign out alice/phone", "sign out alice/phone"));
            there.connections().arrived(new Arrival(new EndpointId(alice, "laptop"), "", 1, SignInPolicy.NEWEST));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(nodes.connectionsTold)
                            .endsWith("make room for alice/laptop", "make room for alice/laptop"));
        }
    }

    private static void chat(Nodes nodes, Client alice, Client bob) {
        alice.sync();
        bob.sync();
        await().atMost(PATIENCE).until(() -> !alice.replies.isEmpty() && !bob.replies.isEmpty());
        List<MessageId> ids = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            ids.add(alice.say("bob", "a" + i));
            ids.add(bob.say("alice", "b" + i));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids).allMatch(id -> nodes.ackOf(id) != null));
        await().atMost(PATIENCE).until(() -> alice.delivered.size() >= 10 && bob.delivered.size() >= 10);
        assertThat(bob.texts()).isEqualTo(numbered("a"));
        assertThat(alice.texts()).isEqualTo(numbered("b"));
        assertThat(bob.delivered).extracting(it -> it.message().seq()).isSorted();
        bob.session().receipt(Map.of(bob.chat("alice"), 20L), Map.of(bob.chat("alice"), 19L));
        await().atMost(PATIENCE)
                .until(() -> alice.events.stream()
                        .anyMatch(it -> it.startsWith("receipt")
                                && it.contains("\"received\":20")
                                && it.contains("\"read\":19")));
        bob.session().receipt(Map.of(bob.chat("alice"), 1_000L), Map.of());
        await().atMost(PATIENCE)
                .until(() ->
                        bob.events.stream().anyMatch(it -> it.startsWith("rejected") && it.contains("beyond-last")));
    }

    private static List<String> numbered(String prefix) {
        return IntStream.rangeClosed(1, 10).mapToObj(i -> prefix + i).toList();
    }
}
