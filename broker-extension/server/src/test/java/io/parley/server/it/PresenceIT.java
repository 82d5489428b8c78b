package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is online, to whom it is told, and to whom it is not. */
@ExtendWith(SharedServer.class)
class PresenceIT {
    static void shows(Peer peer, String audience) {
        assertThat(peer.call("profile/set", "{\"presence\":\"" + audience + "\"}"))
                .isEqualTo("{}");
    }

    private static Peer listen(SharedServer.Server server, String user) {
        return Peer.connect(user, user + "-phone", server.place().mqtt()).listen();
    }

    @Test
    void should_tell_where_a_user_stands_and_each_change(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer watcher = listen(server, alice)) {
            try (Peer bobs = listen(server, bob)) {
                shows(bobs, "everyone");
                assertThat(watcher.subscribe("presence/" + bob)).containsExactly(Mqtt5SubAckReasonCode.GRANTED_QOS_1);
                assertThat(Peer.text(watcher.next("presence/" + bob)))
                        .startsWith("{\"user\":\"" + bob + "\",\"online\":true,\"lastSeen\":");
                assertThat(watcher.call("presence/get", "{\"users\":[\"" + bob + "\"]}"))
                        .contains("\"online\":true");
            }
            assertThat(Peer.text(watcher.next("presence/" + bob)))
                    .startsWith("{\"user\":\"" + bob + "\",\"online\":false,\"lastSeen\":");
            try (Peer again = listen(server, bob)) {
                assertThat(Peer.text(watcher.next("presence/" + bob))).contains("\"online\":true");
                assertThat(again.isConnected()).isTrue();
            }
        }
    }

    @Test
    void should_refuse_who_may_not_see_it_as_who_asks_for_nobody(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer watcher = listen(server, alice)) {
            for (String filter :
                    new String[] {"presence/" + bob, "presence/nobody-at-all", "presence/#", "presence/+"}) {
                assertThat(watcher.subscribe(filter)).as(filter).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
            }
            assertThat(watcher.call("presence/get", "{\"users\":[\"" + bob + "\",\"nobody-at-all\"]}"))
                    .isEqualTo("{\"presence\":[{\"user\":\"" + bob + "\"},{\"user\":\"nobody-at-all\"}]}");
            assertThat(watcher.isConnected()).isTrue();
        }
    }

    @Test
    void should_end_what_is_told_when_the_right_is_taken_away(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer watcher = listen(server, alice)) {
            try (Peer bobs = listen(server, bob)) {
                shows(bobs, "everyone");
                watcher.subscribe("presence/" + bob);
                assertThat(Peer.text(watcher.next("presence/" + bob))).contains("\"online\":true");
                assertThat(bobs.call("contact/block", "{\"user\":\"" + alice + "\"}"))
                        .isEqualTo("{}");
            }
            String carol = server.user("carol");
            try (Peer other = listen(server, carol)) {
                // bob lets everybody but alice see it: when carol hears that he is gone, alice would have heard
                other.subscribe("presence/" + bob);
                String heard = "";
                while (!heard.contains("\"online\":false")) {
                    heard = Peer.text(other.next("presence/" + bob));
                }
            }
            assertThat(watcher.poll(Duration.ofSeconds(1))).isNull();
        }
    }

    @Test
    void should_tell_nothing_more_after_unsubscribing(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer watcher = listen(server, alice)) {
            try (Peer bobs = listen(server, bob)) {
                shows(bobs, "everyone");
                watcher.subscribe("presence/" + bob);
                assertThat(Peer.text(watcher.next("presence/" + bob))).contains("\"online\":true");
                watcher.unsubscribe("presence/" + bob);
            }
            Waiting.until(
                    "bob is gone",
                    Peer.PATIENCE,
                    () -> watcher.call("presence/get", "{\"users\":[\"" + bob + "\"]}")
                            .contains("\"online\":false"));
            assertThat(watcher.poll(Duration.ofSeconds(1))).isNull();
        }
    }

    @Test
    void should_serve_a_client_of_mqtt_3(SharedServer.Server server) {
        Mosquitto.assumeInstalled();
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer bobs = listen(server, bob)) {
            shows(bobs, "everyone");
            Run heard = server.mosquitto()
                    .sub("311", alice, "-i", alice, "-q", "1", "-t", "presence/" + bob, "-C", "1", "-W", "20");
            assertThat(heard.out()).contains("{\"user\":\"" + bob + "\",\"online\":true,");
        }
    }
}
