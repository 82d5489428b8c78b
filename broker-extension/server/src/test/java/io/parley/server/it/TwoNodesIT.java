package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two brokers, one Cassandra: nobody notices which broker who is at. */
class TwoNodesIT {
    private static final int MESSAGES = 50;

    @Test
    void should_carry_a_chat_from_node_to_node_and_the_receipts_back() {
        UpProcess.Place place = UpProcess.Place.fresh("two", 2);
        try (UpProcess up = place.up();
                Directory directory = Directory.of(place)) {
            String alice = directory.user("alice");
            String bob = directory.user("bob");
            try (Peer first =
                            Peer.connect(alice, alice + "-phone", place.mqtt()).listen();
                    Peer second =
                            Peer.connect(bob, bob + "-phone", place.mqtt() + 1).listen()) {
                bothHops(first, alice, second, bob);
                bothHops(second, bob, first, alice);
            }
            offlineAndSync(place, alice, bob);
            assertThat(up.brokerPid(0)).isNotEqualTo(up.brokerPid(1));
        }
    }

    private static void bothHops(Peer sender, String from, Peer receiver, String to) {
        long base = -1;
        for (int i = 0; i < MESSAGES; i++) {
            sender.send("chat/" + to, from + i, UUID.randomUUID());
            Mqtt5Publish ack = sender.next("/ack");
            assertThat(Peer.property(ack, "status")).contains("accepted");
            long seq = Long.parseLong(Peer.property(ack, "seq").orElseThrow());
            base = base < 0 ? seq : base;
            assertThat(seq).isEqualTo(base + i);
            Mqtt5Publish message = receiver.next("/chat/" + from);
            assertThat(Peer.text(message)).isEqualTo(from + i);
            assertThat(Peer.property(message, "seq")).contains(Long.toString(seq));
        }
        receiver.receipt("{\"read\":{\"chat/" + from + "\":" + (base + MESSAGES - 1) + "}}");
        String wanted = "\"read\":" + (base + MESSAGES - 1);
        String receipt = "";
        while (!receipt.contains(wanted)) {
            receipt = Peer.text(sender.next("/event/receipt"));
        }
    }

    /** Bob leaves node 2, misses three, and asks node 1 for them as a Parley endpoint does. */
    private static void offlineAndSync(UpProcess.Place place, String alice, String bob) {
        try (Peer sender =
                Peer.connect(alice, alice + "-phone", place.mqtt() + 1).listen()) {
            for (int i = 0; i < 3; i++) {
                sender.send("chat/" + bob, "missed" + i, UUID.randomUUID());
                assertThat(Peer.property(sender.next("/ack"), "status")).contains("accepted");
            }
        }
        try (Peer back = Peer.connect(
                        bob,
                        bob + "-laptop",
                        place.mqtt(),
                        connect -> connect.userProperties().add("parley", "1").applyUserProperties())
                .listen()) {
            int last = 2 * MESSAGES + 3;
            back.publish("api/sync", "{\"received\":{\"chat/" + alice + "\":" + 2 * MESSAGES + "},\"limit\":200}");
            for (int i = 0; i < 3; i++) {
                assertThat(Peer.text(back.next("/chat/" + alice))).isEqualTo("missed" + i);
            }
            assertThat(Peer.text(back.next("/reply")))
                    .contains("\"sent\":3")
                    .contains("\"chat/" + alice + "\":" + last);
        }
    }
}
