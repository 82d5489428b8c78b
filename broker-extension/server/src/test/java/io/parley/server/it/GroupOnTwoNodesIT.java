package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever is removed is cut off at whichever broker they are. */
class GroupOnTwoNodesIT {
    private static final int ROUNDS = 20;

    @Test
    void should_bring_nothing_that_comes_after_a_removal_to_the_other_node() {
        UpProcess.Place place = UpProcess.Place.fresh("two-group", 2);
        try (UpProcess up = place.up();
                Directory directory = Directory.of(place)) {
            String alice = directory.user("alice");
            String bob = directory.user("bob");
            String carol = directory.user("carol");
            Groups.letBeAdded(bob, place.mqtt());
            Groups.letBeAdded(carol, place.mqtt());
            try (Groups admin = Groups.of(alice, place.mqtt());
                    Peer sender = Peer.connect(alice, alice + "-phone", place.mqtt());
                    Peer ofBob =
                            Peer.connect(bob, bob + "-phone", place.mqtt() + 1).listen();
                    Peer ofCarol = Peer.connect(carol, carol + "-phone", place.mqtt() + 1)
                            .listen()) {
                admin.ok("group/create", "{'group':'g','members':" + Groups.names(List.of(bob, carol)) + "}");
                for (int i = 0; i < ROUNDS; i++) {
                    sender.publish("group/g", "for both " + i);
                }
                awaitText(ofBob, "for both " + (ROUNDS - 1));
                admin.ok("group/remove", "{'group':'g','user':'" + bob + "'}");
                for (int i = 0; i < ROUNDS; i++) {
                    sender.publish("group/g", "for carol " + i);
                }
                awaitText(ofCarol, "for carol " + (ROUNDS - 1));
                assertThat(Peer.text(ofBob.next("/group/g"))).contains("\"removed\"");
                for (Mqtt5Publish more = ofBob.poll(Duration.ofSeconds(2));
                        more != null;
                        more = ofBob.poll(Duration.ofSeconds(2))) {
                    assertThat(more.getTopic().toString()).doesNotEndWith("/group/g");
                }
                assertThat(ofBob.isConnected()).isTrue();
            }
            assertThat(up.brokerPid(0)).isNotEqualTo(up.brokerPid(1));
        }
    }

    private static void awaitText(Peer peer, String text) {
        String last = "";
        while (!last.equals(text)) {
            last = Peer.text(peer.next("/group/g"));
        }
    }
}
