package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sees a position, from when to when, how exactly, and what is said to who may not. */
@ExtendWith(SharedServer.class)
class TrackIT {
    /** Longer than anything may still be under way. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static Peer listen(SharedServer.Server server, String user) {
        return Peer.connect(user, user + "-phone", server.place().mqtt()).listen();
    }

    private static String see(Peer viewer, String track) {
        return Peer.text(viewer.next(Walk.topic(track)));
    }

    private static void nothingMore(Peer viewer, String track) {
        for (Mqtt5Publish more = viewer.poll(QUIET); more != null; more = viewer.poll(QUIET)) {
            assertThat(more.getTopic().toString()).isNotEqualTo(Walk.topic(track));
        }
    }

    @Test
    void should_show_each_point_to_a_viewer_and_the_last_one_to_who_comes_later(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("walk");
        Walk walk = new Walk();
        try (Peer owner = listen(server, alice);
                Peer viewer = listen(server, bob)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"]");
            assertThat(viewer.subscribe(Walk.topic(track))).containsExactly(Mqtt5SubAckReasonCode.GRANTED_QOS_1);
            for (int i = 0; i < 5; i++) {
                String step = walk.step();
                Walk.accepted(owner.publish(Walk.topic(track), step));
                assertThat(see(viewer, track)).isEqualTo(step);
            }
            String last = walk.step();
            Walk.accepted(owner.publish(Walk.topic(track), last));
            assertThat(see(viewer, track)).isEqualTo(last);
            try (Peer later = listen(server, bob + "")) {
                assertThat(later.subscribe(Walk.topic(track))).containsExactly(Mqtt5SubAckReasonCode.GRANTED_QOS_1);
                assertThat(see(later, track)).isEqualTo(last);
            }
        }
    }

    @Test
    void should_tell_publishers_how_often_while_somebody_looks(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("walk");
        Walk walk = new Walk();
        try (Peer owner = listen(server, alice);
                Peer viewer = listen(server, bob)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"]");
            Walk.accepted(owner.publish(Walk.topic(track), walk.step()));
            assertThat(Peer.text(owner.next("/event/track")))
                    .isEqualTo("{\"track\":\"" + track + "\",\"state\":\"active\",\"period\":300.0}");
            viewer.subscribe(Walk.topic(track));
            assertThat(Peer.text(owner.next("/event/track"))).endsWith("\"period\":1.0}");
            viewer.unsubscribe(Walk.topic(track));
            assertThat(Peer.text(owner.next("/event/track"))).endsWith("\"period\":300.0}");
        }
    }

    @Test
    void should_show_coarse_places_to_who_may_not_know_more(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("walk");
        try (Peer owner = listen(server, alice);
                Peer viewer = listen(server, bob)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"],\"precision\":\"city\"");
            viewer.subscribe(Walk.topic(track));
            Walk.accepted(owner.publish(Walk.topic(track), new Walk().step()));
            assertThat(see(viewer, track))
                    .doesNotContain("47.1411", "9.5209", "tid")
                    .contains("\"acc\":3539");
        }
    }

    @Test
    void should_end_what_is_shown_when_the_viewer_is_taken_out_or_the_track_stops(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String carol = server.user("carol");
        String track = Walk.name("walk");
        Walk walk = new Walk();
        try (Peer owner = listen(server, alice);
                Peer removed = listen(server, bob);
                Peer stays = listen(server, carol)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\",\"" + carol + "\"]");
            removed.subscribe(Walk.topic(track));
            stays.subscribe(Walk.topic(track));
            Walk.accepted(owner.publish(Walk.topic(track), walk.step()));
            see(removed, track);
            see(stays, track);
            assertThat(owner.call("track/unshare", "{\"track\":\"" + track + "\",\"users\":[\"" + bob + "\"]}"))
                    .doesNotContain("\"" + bob + "\"");
            String after = walk.step();
            Walk.accepted(owner.publish(Walk.topic(track), after));
            assertThat(see(stays, track)).isEqualTo(after);
            assertThat(Peer.text(removed.next("/event/track"))).contains("\"state\":\"ended\"");
            nothingMore(removed, track);
            assertThat(removed.subscribe(Walk.topic(track))).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);

            assertThat(owner.call("track/stop", "{\"track\":\"" + track + "\"}"))
                    .contains("\"state\":\"ended\"");
            Peer.Puback late = owner.publish(Walk.topic(track), walk.step());
            assertThat(late.code()).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(late.reason().orElse("")).startsWith("ended: ");
            assertThat(Peer.text(stays.next("/event/track"))).contains("\"state\":\"ended\"");
            nothingMore(stays, track);
        }
    }

    @Test
    void should_end_by_itself_at_its_time(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("walk");
        Walk walk = new Walk();
        try (Peer owner = listen(server, alice);
                Peer viewer = listen(server, bob)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"],\"seconds\":4");
            viewer.subscribe(Walk.topic(track));
            Walk.accepted(owner.publish(Walk.topic(track), walk.step()));
            see(viewer, track);
            assertThat(Peer.text(viewer.next("/event/track"))).contains("\"state\":\"ended\"");
            assertThat(owner.publish(Walk.topic(track), walk.step()).reason().orElse(""))
                    .startsWith("ended: ");
            Waiting.until(
                    "its end is written down",
                    Peer.PATIENCE,
                    () -> owner.call("track/get", "{\"track\":\"" + track + "\"}")
                            .contains("\"ended\":"));
        }
    }

    @Test
    void should_say_what_is_wrong_with_a_point(SharedServer.Server server) {
        String alice = server.user("alice");
        String eve = server.user("eve");
        String track = Walk.name("walk");
        try (Peer owner = listen(server, alice);
                Peer stranger = listen(server, eve)) {
            Walk.create(owner, track, "");
            String[][] bad = {
                {"{\"lat\":91,\"lon\":9,\"tst\":1700000000}", "malformed: lat must be -90 to 90, was 91.0"},
                {"{\"lat\":NaN,\"lon\":9,\"tst\":1700000000}", "malformed: "},
                {"{\"lat\":\"47\",\"lon\":9,\"tst\":1700000000}", "malformed: lat must be a number"},
                {"{\"lat\":47,\"lon\":9}", "malformed: tst is missing"},
                {"{\"lat\":47,\"lon\":9,\"tst\":4102444800}", "malformed: tst must be Unix seconds before the year 2100"
                },
                {"{\"lat\":47,\"lon\":9,\"tst\":1,\"x\":\"" + "x".repeat(5_000) + "\"}", "too-large: body has"},
            };
            for (String[] point : bad) {
                Peer.Puback refused = owner.publish(Walk.topic(track), point[0]);
                assertThat(refused.code().isError()).as(point[0]).isTrue();
                assertThat(refused.reason().orElse("")).startsWith(point[1]);
            }
            Peer.Puback foreign = stranger.publish(Walk.topic(track), new Walk().step());
            assertThat(foreign.code()).isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(stranger.publish(Walk.topic("no-such-track"), new Walk().step())
                            .reason()
                            .orElse(""))
                    .startsWith("unknown-track: ");
            assertThat(stranger.subscribe(Walk.topic(track))).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
            assertThat(stranger.subscribe("track/+/point")).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
            assertThat(stranger.call("track/get", "{\"track\":\"" + track + "\"}"))
                    .contains("not-allowed");
            assertThat(stranger.call("track/stop", "{\"track\":\"" + track + "\"}"))
                    .contains("not-allowed");
            assertThat(owner.isConnected() && stranger.isConnected()).isTrue();
            Walk.accepted(owner.publish(Walk.topic(track), "{\"lat\":90,\"lon\":-180,\"tst\":1700000000}"));
        }
    }

    @Test
    void should_count_what_it_drops(SharedServer.Server server) {
        String alice = server.user("alice");
        String track = Walk.name("walk");
        Walk walk = new Walk();
        try (Peer owner = listen(server, alice)) {
            Walk.create(owner, track, "");
            String first = walk.step();
            String second = walk.step();
            for (String point : new String[] {second, second, first}) {
                Walk.accepted(owner.publish(Walk.topic(track), point));
            }
            assertThat(owner.call("track/get", "{\"track\":\"" + track + "\"}"))
                    .contains("\"taken\":1", "\"dropped\":{\"duplicate\":1,\"out-of-order\":1}");
        }
    }

    @Test
    void should_show_a_guest_the_last_point_inside_the_window_until_it_is_revoked(SharedServer.Server server)
            throws Exception {
        String alice = server.user("alice");
        String track = Walk.name("walk");
        try (Peer owner = listen(server, alice)) {
            Walk.create(owner, track, "");
            String made =
                    owner.call("track/guest", "{\"track\":\"" + track + "\",\"seconds\":600,\"precision\":\"100m\"}");
            String path = found(made, "\"path\":\"([^\"]+)\"");
            HttpResponse<String> empty = get(server, path);
            assertThat(empty.statusCode()).isEqualTo(200);
            assertThat(empty.body()).contains("\"geometry\":null");
            Walk.accepted(owner.publish(Walk.topic(track), new Walk().step())); // an hour ago: outside
            assertThat(get(server, path).body()).contains("\"geometry\":null");
            long now = System.currentTimeMillis() / 1_000 + 1;
            Walk.accepted(owner.publish(Walk.topic(track), "{\"lat\":47.1411,\"lon\":9.5209,\"tst\":" + now + "}"));
            HttpResponse<String> seen = get(server, path);
            assertThat(seen.headers().firstValue("Content-Type")).contains("application/geo+json");
            assertThat(seen.body())
                    .contains("\"type\":\"Point\",\"coordinates\":[9.5")
                    .doesNotContain("47.1411");

            assertThat(get(server, "/guest/" + "A".repeat(43)).statusCode()).isEqualTo(404);
            assertThat(owner.call(
                            "track/revoke",
                            "{\"track\":\"" + track + "\",\"guest\":\"" + found(made, "\"guest\":\"([^\"]+)\"")
                                    + "\"}"))
                    .isEqualTo("{}");
            HttpResponse<String> revoked = get(server, path);
            assertThat(revoked.statusCode()).isEqualTo(410);
            assertThat(revoked.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> get(SharedServer.Server server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.place().http() + path))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void should_show_it_to_the_members_of_its_group_for_as_long_as_they_are(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String group = Walk.name("club");
        String track = Walk.name("walk");
        Walk walk = new Walk();
        Groups.letBeAdded(bob, server.place().mqtt());
        try (Groups admin = Groups.of(alice, server.place().mqtt());
                Peer owner = listen(server, alice);
                Peer member = listen(server, bob)) {
            admin.ok("group/create", "{'group':'" + group + "','members':['" + bob + "']}");
            Walk.create(owner, track, ",\"group\":\"" + group + "\",\"precision\":\"100m\"");
            assertThat(member.call("track/list", "{\"group\":\"" + group + "\"}"))
                    .contains("\"" + track + "\"");
            assertThat(member.subscribe(Walk.topic(track))).containsExactly(Mqtt5SubAckReasonCode.GRANTED_QOS_1);
            Walk.accepted(owner.publish(Walk.topic(track), walk.step()));
            assertThat(see(member, track)).contains("\"acc\":79");
            admin.ok("group/remove", "{'group':'" + group + "','user':'" + bob + "'}");
            assertThat(Peer.text(member.next("/event/track"))).contains("\"state\":\"ended\"");
            Walk.accepted(owner.publish(Walk.topic(track), walk.step()));
            nothingMore(member, track);
        }
    }
}
