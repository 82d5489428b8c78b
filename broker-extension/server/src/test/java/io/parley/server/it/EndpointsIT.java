package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One's own endpoints: seeing them, signing one out, and how many may be there. */
@ExtendWith(SharedServer.class)
class EndpointsIT {
    private static Peer connect(SharedServer.Server server, String user, String clientId, String kind) {
        return Peer.connect(
                user,
                clientId,
                server.place().mqtt(),
                connect -> connect.userProperties().add("kind", kind).applyUserProperties());
    }

    static void assertSignedOut(String user, String password, String clientId, int port) {
        assertThatThrownBy(() -> Peer.get(Peer.attempt(user, password, clientId, port, connect -> connect)))
                .rootCause()
                .isInstanceOfSatisfying(Mqtt5ConnAckException.class, refusal -> {
                    assertThat(refusal.getMqttMessage().getReasonCode())
                            .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED);
                    assertThat(refusal.getMqttMessage().getReasonString().orElseThrow())
                            .hasToString("signed-out");
                });
    }

    @Test
    void should_list_name_sign_out_and_allow(SharedServer.Server server) {
        String alice = server.user("alice");
        String phone = alice + "-phone";
        String laptop = alice + "-laptop";
        try (Peer desk = connect(server, alice, laptop, "desktop").listen()) {
            // it never subscribes, so no session speaks for it
            Peer lost = connect(server, alice, phone, "phone");
            Waiting.until(
                    "both are known",
                    Peer.PATIENCE,
                    () -> desk.call("endpoint/list", "{}").contains(phone));
            assertThat(desk.call("endpoint/rename", "{\"endpoint\":\"" + phone + "\",\"name\":\"the lost one\"}"))
                    .isEqualTo("{}");
            assertThat(desk.call("endpoint/list", "{}"))
                    .contains("{\"endpoint\":\"" + phone
                            + "\",\"name\":\"the lost one\",\"kind\":\"phone\",\"online\":true,")
                    .contains("{\"endpoint\":\"" + laptop + "\",\"kind\":\"desktop\",\"online\":true,");

            assertThat(desk.call("endpoint/sign-out", "{\"endpoint\":\"" + phone + "\"}"))
                    .isEqualTo("{}");
            assertThat(lost.sentAway()).isEqualTo("signed-out");
            assertSignedOut(alice, alice + "-secret", phone, server.place().mqtt());
            assertThat(desk.isConnected()).isTrue();
            assertThat(desk.call("endpoint/list", "{}"))
                    .contains("\"online\":false")
                    .contains("\"signedOut\":");

            assertThat(desk.call("endpoint/allow", "{\"endpoint\":\"" + phone + "\"}"))
                    .isEqualTo("{}");
            try (Peer back = connect(server, alice, phone, "phone")) {
                assertThat(back.isConnected()).isTrue();
            }
        }
    }

    @Test
    void should_let_a_signed_out_endpoint_back_in_with_a_new_password(SharedServer.Server server) {
        String alice = server.user("alice");
        String phone = alice + "-phone";
        try (Peer desk = connect(server, alice, alice + "-laptop", "desktop").listen();
                Peer lost = connect(server, alice, phone, "phone").listen()) {
            Waiting.until(
                    "it is known",
                    Peer.PATIENCE,
                    () -> desk.call("endpoint/list", "{}").contains(phone));
            desk.call("endpoint/sign-out", "{\"endpoint\":\"" + phone + "\"}");
            assertThat(lost.sentAway()).isEqualTo("signed-out");
        }
        server.newPassword(alice, "another-secret");
        assertThat(Peer.get(Peer.attempt(
                                alice, "another-secret", phone, server.place().mqtt(), connect -> connect))
                        .getReasonCode())
                .isEqualTo(Mqtt5ConnAckReasonCode.SUCCESS);
    }

    @Test
    void should_touch_no_endpoint_of_somebody_else(SharedServer.Server server) {
        String alice = server.user("alice");
        String mallory = server.user("mallory");
        try (Peer phone = Peer.connect(alice, alice + "-phone", server.place().mqtt());
                Peer attacker =
                        Peer.connect(mallory, mallory, server.place().mqtt()).listen()) {
            for (String name : List.of("endpoint/sign-out", "endpoint/allow")) {
                assertThat(attacker.call(name, "{\"endpoint\":\"" + alice + "-phone\"}"))
                        .contains("not-found");
            }
            assertThat(phone.isConnected()).isTrue();
        }
    }

    @Test
    void should_let_the_newest_of_a_kind_stay(SharedServer.Server server) {
        String alice = server.user("alice");
        try (Peer desk = connect(server, alice, alice + "-desk", "desktop").listen()) {
            assertThat(desk.call("endpoint/policy", "{\"policy\":\"one-per-kind\"}"))
                    .isEqualTo("{\"policy\":\"one-per-kind\"}");
            Peer older = connect(server, alice, alice + "-old", "phone").listen();
            try (Peer newer = connect(server, alice, alice + "-new", "phone").listen()) {
                assertThat(older.sentAway()).isEqualTo("signed-in-elsewhere");
                assertThat(newer.isConnected()).isTrue();
                assertThat(desk.isConnected()).isTrue();
                desk.call("endpoint/policy", "{\"policy\":\"newest\"}");
                try (Peer only = connect(server, alice, alice + "-only", "web")) {
                    assertThat(desk.sentAway()).isEqualTo("signed-in-elsewhere");
                    assertThat(newer.sentAway()).isEqualTo("signed-in-elsewhere");
                    assertThat(only.isConnected()).isTrue();
                }
            }
        }
    }
}
