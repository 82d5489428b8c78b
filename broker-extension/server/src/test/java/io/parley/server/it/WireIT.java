package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.parley.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/protocol.md says, against a running server, by a client that knows nothing else. */
@ExtendWith(SharedServer.class)
class WireIT {
    @Test
    void should_ack_with_seq_and_deliver_in_order(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt()).listen();
                Peer receiver = Peer.connect(bob, bob, server.place().mqtt()).listen()) {
            for (int seq = 1; seq <= 20; seq++) {
                UUID id = UUID.randomUUID();
                sender.send("chat/" + bob, "m" + seq, id);
                Mqtt5Publish ack = sender.next("/ack");
                assertThat(Peer.property(ack, "status")).contains("accepted");
                assertThat(Peer.property(ack, "seq")).contains(Integer.toString(seq));
                assertThat(ack.getCorrelationData().orElseThrow().get(0)).isEqualTo(Peer.bytes(id)[0]);
                Mqtt5Publish message = receiver.next("/chat/" + alice);
                assertThat(Peer.text(message)).isEqualTo("m" + seq);
                assertThat(Peer.property(message, "seq")).contains(Integer.toString(seq));
                assertThat(Peer.property(message, "from")).contains(alice);
            }
        }
    }

    @Test
    void should_answer_a_retry_as_the_first_time_and_refuse_other_content(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        UUID id = UUID.randomUUID();
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt()).listen();
                Peer receiver = Peer.connect(bob, bob, server.place().mqtt()).listen()) {
            sender.send("chat/" + bob, "once", id);
            assertThat(Peer.property(sender.next("/ack"), "status")).contains("accepted");
            sender.send("chat/" + bob, "once", id);
            Mqtt5Publish again = sender.next("/ack");
            assertThat(Peer.property(again, "status")).contains("duplicate");
            assertThat(Peer.property(again, "seq")).contains("1");
            sender.send("chat/" + bob, "twice", id);
            Mqtt5Publish conflict = sender.next("/ack");
            assertThat(Peer.property(conflict, "status")).contains("rejected");
            assertThat(Peer.property(conflict, "reason")).contains("conflict");
            receiver.next("/chat/" + alice);
            assertThat(receiver.poll(Duration.ofSeconds(1))).isNull();
        }
    }

    @Test
    void should_tell_the_sender_who_received_and_who_read(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt()).listen();
                Peer receiver = Peer.connect(bob, bob, server.place().mqtt()).listen()) {
            sender.publish("chat/" + bob, "hello");
            receiver.next("/chat/" + alice);
            assertThat(Peer.text(sender.next("/event/receipt"))).contains("\"received\":1");
            receiver.receipt("{\"read\":{\"chat/" + alice + "\":1}}");
            assertThat(Peer.text(sender.next("/event/receipt"))).contains("\"read\":1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 262_144})
    void should_carry_content_up_to_the_limit(int bytes, SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt());
                Peer receiver = Peer.connect(bob, bob, server.place().mqtt()).listen()) {
            byte[] content = new byte[bytes];
            Arrays.fill(content, (byte) 7);
            assertThat(sender.publish("chat/" + bob, content, publish -> publish)
                            .code())
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            assertThat(receiver.next("/chat/" + alice).getPayloadAsBytes()).isEqualTo(content);
        }
    }

    @Test
    void should_refuse_what_is_too_large_and_keep_the_connection(SharedServer.Server server) {
        String alice = server.user("alice");
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt())) {
            byte[] content = new byte[Limits.DEFAULT.contentBytesMax() + 1];
            assertThat(sender.publish("chat/" + alice, content, publish -> publish)
                            .code())
                    .isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED);
            assertThat(sender.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 1000})
    void should_refuse_an_id_that_is_not_16_bytes(int length, SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt())) {
            Peer.Puback puback = sender.publish(
                    "chat/" + bob,
                    "x".getBytes(StandardCharsets.UTF_8),
                    publish -> publish.correlationData(new byte[length]));
            assertThat(puback.code()).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(puback.reason()).isPresent();
        }
    }

    @Test
    void should_ignore_a_strange_user_property_and_refuse_a_known_one_given_twice(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        byte[] content = "x".getBytes(StandardCharsets.UTF_8);
        String after = UUID.randomUUID().toString();
        try (Peer sender = Peer.connect(alice, alice, server.place().mqtt())) {
            assertThat(sender.publish(
                                    "chat/" + bob,
                                    content,
                                    publish -> publish.userProperties()
                                            .add("colour", "red")
                                            .add("colour", "blue")
                                            .applyUserProperties())
                            .code())
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            assertThat(sender.publish(
                                    "chat/" + bob,
                                    content,
                                    publish -> publish.userProperties()
                                            .add("after", after)
                                            .add("after", after)
                                            .applyUserProperties())
                            .code())
                    .isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"received\":{\"chat/{self}\":1}}",
                "{\"received\":{\"chat/nobody-x\":1}}",
                "{\"received\":{\"chat/{peer}\":99}}",
                "{\"received\":{\"chat/{peer}\":-1}}"
            })
    void should_say_what_is_wrong_with_a_receipt(String receipt, SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer peer = Peer.connect(alice, alice, server.place().mqtt()).listen()) {
            peer.publish("chat/" + bob, "x");
            Peer.Puback puback =
                    peer.publish("receipt", receipt.replace("{self}", alice).replace("{peer}", bob));
            if (!puback.code().isError()) {
                assertThat(Peer.text(peer.next("/event/rejected"))).contains("\"type\"");
            }
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void should_serve_metrics_of_both_Parley_and_HiveMQ(SharedServer.Server server) {
        assertThat(server.up().body("/metrics")).contains("parley_").contains("com_hivemq_");
        assertThat(server.up().status("/health/live")).isEqualTo(200);
        assertThat(server.up().status("/health/ready")).isEqualTo(200);
    }
}
