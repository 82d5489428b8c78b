package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in, and what who is in may not do. */
@ExtendWith(SharedServer.class)
class RightsIT {
    @Test
    void should_refuse_a_wrong_password(SharedServer.Server server) {
        String alice = server.user("alice");
        refused(
                Peer.attempt(alice, "not the secret", "phone", server.place().mqtt(), connect -> connect),
                Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
        refused(
                Peer.attempt(
                        "nobody-at-all",
                        "not the secret",
                        "phone",
                        server.place().mqtt(),
                        connect -> connect),
                Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void should_refuse_who_gives_no_name(SharedServer.Server server) {
        refused(
                MqttClient.builder()
                        .useMqttVersion5()
                        .serverHost("127.0.0.1")
                        .serverPort(server.place().mqtt())
                        .buildAsync()
                        .connect(),
                Mqtt5ConnAckReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void should_refuse_a_client_id_taken_by_another_user(SharedServer.Server server) {
        String alice = server.user("alice");
        String mallory = server.user("mallory");
        try (Peer phone =
                Peer.connect(alice, "phone-of-" + alice, server.place().mqtt())) {
            CompletableFuture<Mqtt5ConnAck> takeover = Peer.attempt(
                    mallory,
                    mallory + "-secret",
                    "phone-of-" + alice,
                    server.place().mqtt(),
                    connect -> connect);
            assertThatThrownBy(() -> Peer.get(takeover)).hasRootCauseInstanceOf(Mqtt5ConnAckException.class);
            assertThat(phone.isConnected()).isTrue();
        }
    }

    @Test
    void should_let_the_same_user_take_over_its_own_client_id(SharedServer.Server server) {
        String alice = server.user("alice");
        try (Peer before = Peer.connect(alice, "same-" + alice, server.place().mqtt());
                Peer after = Peer.connect(alice, "same-" + alice, server.place().mqtt())) {
            Waiting.until("the first one is gone", Duration.ofSeconds(10), () -> !before.isConnected());
            assertThat(after.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "+/#",
                "inbox/#",
                "inbox/+/#",
                "inbox/{other}/#",
                "$SYS/#",
                "chat/#",
                "chat/{self}",
                "typing/#"
            })
    void should_refuse_a_subscription_that_reaches_further_than_the_own_inbox(
            String filter, SharedServer.Server server) {
        String alice = server.user("alice");
        try (Peer peer = Peer.connect(alice, alice, server.place().mqtt())) {
            assertThat(peer.subscribe(filter.replace("{self}", alice).replace("{other}", server.user("bob"))))
                    .containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void should_refuse_a_shared_subscription_to_the_own_inbox(SharedServer.Server server) {
        String alice = server.user("alice");
        try (Peer peer = Peer.connect(alice, alice, server.place().mqtt())) {
            assertThat(peer.subscribe("$share/g/inbox/" + alice + "/#"))
                    .containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inbox/{other}/chat/{self}",
                "inbox/{self}/chat/x",
                "group/g",
                "a",
                "chat",
                "chat/",
                "chat/{other}/x",
                "device/x/state"
            })
    void should_refuse_a_publish_elsewhere(String topic, SharedServer.Server server) {
        String alice = server.user("alice");
        String name = topic.replace("{self}", alice).replace("{other}", server.user("bob"));
        try (Peer peer = Peer.connect(alice, alice, server.place().mqtt())) {
            Mqtt5PubAckReasonCode code = peer.publish(name, "x").code();
            assertThat(code).isIn(Mqtt5PubAckReasonCode.NOT_AUTHORIZED, Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID);
        }
    }

    @Test
    void should_refuse_a_response_topic_in_someone_elses_inbox(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer listener = Peer.connect(bob, bob, server.place().mqtt()).listen();
                Peer peer = Peer.connect(alice, alice, server.place().mqtt())) {
            Peer.Puback puback = peer.publish(
                    "chat/" + bob,
                    "x".getBytes(StandardCharsets.UTF_8),
                    publish -> publish.responseTopic("inbox/" + bob + "/ack"));
            assertThat(puback.code()).isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(puback.reason()).isPresent();
            assertThat(listener.poll(Duration.ofMillis(500))).isNull();
        }
    }

    @Test
    void should_refuse_a_will_to_a_topic_that_may_not_be_published_to(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        CompletableFuture<Mqtt5ConnAck> connack = Peer.attempt(
                alice,
                alice + "-secret",
                alice,
                server.place().mqtt(),
                connect -> connect.willPublish()
                        .topic("inbox/" + bob + "/chat/" + alice)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload("gotcha".getBytes(StandardCharsets.UTF_8))
                        .applyWillPublish());
        refused(connack, Mqtt5ConnAckReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void should_send_a_will_to_a_user_when_the_connection_is_lost(SharedServer.Server server) throws Exception {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer listener = Peer.connect(bob, bob, server.place().mqtt()).listen()) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), server.place().mqtt())) {
                socket.getOutputStream().write(RawConnect.withWill(alice, alice + "-secret", "chat/" + bob, "gone"));
                assertThat(socket.getInputStream().readNBytes(4)[3])
                        .as("CONNACK")
                        .isZero();
            }
            Mqtt5Publish will = listener.next("/chat/" + alice);
            assertThat(Peer.text(will)).isEqualTo("gone");
            assertThat(Peer.property(will, "from")).contains(alice);
        }
    }

    private static void refused(CompletableFuture<Mqtt5ConnAck> connack, Mqtt5ConnAckReasonCode code) {
        assertThatThrownBy(() -> Peer.get(connack))
                .rootCause()
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refusal -> assertThat(refusal.getMqttMessage().getReasonCode())
                                .isEqualTo(code));
    }
}
