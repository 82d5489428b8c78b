package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Publisher at one broker, viewers at both: what is shown, what ends, and what is still known after a restart. */
class TrackOnTwoNodesIT {
    private static final int TRACKS = 6;

    @Test
    void should_show_and_end_on_the_other_node_and_know_the_last_point_after_a_restart() {
        Mosquitto.assumeInstalled();
        UpProcess.Place place = UpProcess.Place.fresh("two-tracks", 2);
        String alice;
        String bob;
        String[] tracks = new String[TRACKS];
        String[] last = new String[TRACKS];
        try (UpProcess up = place.up();
                Directory directory = Directory.of(place)) {
            assertThat(up.brokerPid(0)).isNotEqualTo(up.brokerPid(1));
            alice = directory.user("alice");
            bob = directory.user("bob");
            try (Peer owner =
                            Peer.connect(alice, alice + "-phone", place.mqtt()).listen();
                    Peer there =
                            Peer.connect(bob, bob + "-phone", place.mqtt() + 1).listen()) {
                // several, so that owners live on both nodes
                for (int i = 0; i < TRACKS; i++) {
                    tracks[i] = Walk.name("walk");
                    last[i] = showsAndEnds(owner, there, tracks[i], bob);
                }
            }
        }
        try (UpProcess up = place.up()) {
            try (Peer there =
                    Peer.connect(bob, bob + "-phone", place.mqtt() + 1).listen()) {
                for (int i = 0; i < TRACKS; i++) {
                    assertThat(there.subscribe(Walk.topic(tracks[i])))
                            .containsExactly(Mqtt5SubAckReasonCode.GRANTED_QOS_1);
                    assertThat(Peer.text(there.next(Walk.topic(tracks[i])))).isEqualTo(last[i]);
                }
            }
            assertThat(up.output()).doesNotContain("ERROR");
        }
    }

    private static String showsAndEnds(Peer owner, Peer there, String track, String bob) {
        Walk walk = new Walk();
        Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"]");
        there.subscribe(Walk.topic(track));
        String first = walk.step();
        Walk.accepted(owner.publish(Walk.topic(track), first));
        assertThat(Peer.text(there.next(Walk.topic(track)))).isEqualTo(first);
        owner.call("track/unshare", "{\"track\":\"" + track + "\",\"users\":[\"" + bob + "\"]}");
        Walk.accepted(owner.publish(Walk.topic(track), walk.step()));
        assertThat(Peer.text(there.next("/event/track"))).contains("\"state\":\"ended\"");
        for (Mqtt5Publish more = there.poll(Duration.ofSeconds(1));
                more != null;
                more = there.poll(Duration.ofSeconds(1))) {
            assertThat(more.getTopic().toString()).isNotEqualTo(Walk.topic(track));
        }
        owner.call("track/share", "{\"track\":\"" + track + "\",\"viewers\":[\"" + bob + "\"]}");
        String last = walk.step();
        Walk.accepted(owner.publish(Walk.topic(track), last));
        String seen = "";
        while (!seen.equals(last)) {
            seen = Peer.text(there.next(Walk.topic(track)));
        }
        there.unsubscribe(Walk.topic(track));
        return last;
    }
}
