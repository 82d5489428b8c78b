package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two brokers: an endpoint is signed out, and a user watched, from the other node. */
class AcrossNodesIT {
    @Test
    void should_sign_out_and_watch_from_the_other_node() {
        UpProcess.Place place = UpProcess.Place.fresh("across", 2);
        try (UpProcess up = place.up();
                Directory directory = Directory.of(place)) {
            assertThat(up.brokerPid(0)).isNotEqualTo(up.brokerPid(1));
            int here = place.mqtt();
            int there = place.mqtt() + 1;
            String alice = directory.user("alice");
            String bob = directory.user("bob");
            try (Peer watcher = Peer.connect(alice, alice + "-phone", here).listen();
                    Peer desk = Peer.connect(bob, bob + "-desk", here).listen()) {
                PresenceIT.shows(desk, "everyone");
                watcher.subscribe("presence/" + bob);
                assertThat(Peer.text(watcher.next("presence/" + bob))).contains("\"online\":true");
            }
            try (Peer watcher = Peer.connect(alice, alice + "-phone", here).listen()) {
                watcher.subscribe("presence/" + bob);
                String heard = "";
                while (!heard.contains("\"online\":false")) {
                    heard = Peer.text(watcher.next("presence/" + bob));
                }
                Peer phone = Peer.connect(bob, bob + "-phone", there).listen();
                assertThat(Peer.text(watcher.next("presence/" + bob))).contains("\"online\":true");
                signOut(bob, phone, here, there);
                assertThat(Peer.text(watcher.next("presence/" + bob))).contains("\"online\":false");
            }
        }
    }

    private static void signOut(String bob, Peer phone, int here, int there) {
        try (Peer desk = Peer.connect(bob, bob + "-desk", here).listen()) {
            Waiting.until(
                    "the phone is known to be online there",
                    Peer.PATIENCE,
                    () -> desk.call("endpoint/list", "{}")
                            .contains("\"endpoint\":\"" + bob + "-phone\",\"online\":true"));
            assertThat(desk.call("endpoint/sign-out", "{\"endpoint\":\"" + bob + "-phone\"}"))
                    .isEqualTo("{}");
            assertThat(phone.sentAway()).isEqualTo("signed-out");
            EndpointsIT.assertSignedOut(bob, bob + "-secret", bob + "-phone", here);
            EndpointsIT.assertSignedOut(bob, bob + "-secret", bob + "-phone", there);
        }
    }
}
