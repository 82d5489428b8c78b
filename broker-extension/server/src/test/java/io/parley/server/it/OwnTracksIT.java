package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The phone app of OwnTracks as it is: MQTT 3.1.1, QoS 1, retained, wildcards, a will. */
@ExtendWith(SharedServer.class)
class OwnTracksIT {
    private static Run publish(SharedServer.Server server, String user, String topic, String body) {
        return server.mosquitto().pub("311", user, "-i", user + "-app", "-q", "1", "-r", "-t", topic, "-m", body);
    }

    @Test
    void should_show_the_phone_to_its_owner_and_to_whom_it_is_shared_with_and_to_nobody_else(
            SharedServer.Server server) {
        Mosquitto.assumeInstalled();
        String alice = server.user("alice");
        String bob = server.user("bob");
        String eve = server.user("eve");
        Walk walk = new Walk();
        String topic = "owntracks/" + alice + "/iPhone";
        String first = walk.step();
        assertThat(publish(server, alice, topic, first).exitCode()).isZero();
        try (Mosquitto.Subscriber own = watch(server, alice, "owntracks/+/+");
                Mosquitto.Subscriber friend = watch(server, bob, "owntracks/+/+");
                Mosquitto.Subscriber stranger = watch(server, eve, "owntracks/#")) {
            awaitLine(own, topic + " " + first);
            try (Peer owner =
                    Peer.connect(alice, alice + "-desk", server.place().mqtt()).listen()) {
                assertThat(owner.call(
                                "track/share", "{\"track\":\"" + alice + ".iphone\",\"viewers\":[\"" + bob + "\"]}"))
                        .contains("\"topic\":\"" + topic + "\"");
                awaitLine(friend, topic + " " + first);
                String second = walk.step();
                assertThat(publish(server, alice, topic, second).exitCode()).isZero();
                awaitLine(friend, topic + " " + second);
                awaitLine(own, topic + " " + second);
                assertThat(owner.call(
                                "track/unshare", "{\"track\":\"" + alice + ".iphone\",\"users\":[\"" + bob + "\"]}"))
                        .doesNotContain("not-allowed");
                String third = walk.step();
                assertThat(publish(server, alice, topic, third).exitCode()).isZero();
                awaitLine(own, topic + " " + third);
                assertThat(friend.lines()).doesNotContain(topic + " " + third);
            }
            assertThat(stranger.lines()).isEmpty();
        }
    }

    private static Mosquitto.Subscriber watch(SharedServer.Server server, String user, String filter) {
        return server.mosquitto()
                .subscribe(
                        "311",
                        user,
                        "-i",
                        user + "-map",
                        "-q",
                        "1",
                        "-v",
                        "-t",
                        filter,
                        "-t",
                        "owntracks/+/+/event",
                        "-t",
                        "owntracks/+/+/info",
                        "-t",
                        "owntracks/" + user + "/iPhone/cmd");
    }

    private static void awaitLine(Mosquitto.Subscriber subscriber, String line) {
        Waiting.until(line, Peer.PATIENCE, () -> subscriber.lines().contains(line));
    }

    @Test
    void should_accept_whatever_else_the_app_sends(SharedServer.Server server) throws Exception {
        Mosquitto.assumeInstalled();
        String alice = server.user("alice");
        String device = "owntracks/" + alice + "/phone";
        String[][] said = {
            {device, "{\"_type\":\"lwt\",\"tst\":1700000000}"},
            {device, ""},
            {device + "/event", "{\"_type\":\"transition\",\"event\":\"enter\",\"lat\":47,\"lon\":9,\"tst\":1700000000}"
            },
            {device + "/waypoint", "{\"_type\":\"waypoint\",\"desc\":\"home\",\"tst\":1700000000}"},
            {device + "/waypoints", "{\"_type\":\"waypoints\",\"waypoints\":[]}"},
            {device + "/info", "{\"_type\":\"card\",\"name\":\"A\",\"face\":\"" + "A".repeat(20_000) + "\"}"},
            {device + "/status", "{\"_type\":\"status\",\"iOS\":{}}"},
            {device + "/step", "{\"_type\":\"steps\",\"steps\":7}"},
            {device + "/cmd", "{\"_type\":\"cmd\",\"action\":\"reportLocation\"}"},
        };
        for (String[] each : said) {
            Path body = Files.write(
                    Files.createTempFile(server.place().folder(), "body", ".json"),
                    each[1].getBytes(StandardCharsets.UTF_8));
            Run run = server.mosquitto()
                    .pub("5", alice, "-i", alice + "-app", "-q", "1", "-r", "-t", each[0], "-f", body.toString());
            assertThat(run.exitCode()).as("%s: %s", each[1], run).isZero();
            assertThat(run.err()).as(each[1]).isEmpty();
        }
        Run will = server.mosquitto()
                .sub(
                        "311",
                        alice,
                        "-i",
                        alice + "-app",
                        "--will-topic",
                        device,
                        "--will-payload",
                        "{\"_type\":\"lwt\",\"tst\":1700000000}",
                        "--will-qos",
                        "1",
                        "--will-retain",
                        "-t",
                        "owntracks/+/+",
                        "-W",
                        "1");
        assertThat(will.err()).doesNotContain("refused").doesNotContain("not authorised");
    }

    @Test
    void should_keep_out_what_is_not_the_users_own_and_not_hang_up_on_a_phone(SharedServer.Server server) {
        Mosquitto.assumeInstalled();
        String alice = server.user("alice");
        String eve = server.user("eve");
        Run foreign = server.mosquitto()
                .pub(
                        "5",
                        eve,
                        "-i",
                        eve + "-app",
                        "-q",
                        "1",
                        "-t",
                        "owntracks/" + alice + "/phone",
                        "-m",
                        new Walk().step());
        assertThat(foreign.out() + foreign.err()).contains("Not authorized");
        try (Peer phone =
                Peer.connect(alice, alice + "-desk", server.place().mqtt()).listen()) {
            assertThat(phone.call("track/list", "{}")).isEqualTo("{\"tracks\":[]}");
            Run bad = publish(server, alice, "owntracks/" + alice + "/phone", "{\"_type\":\"location\",\"lat\":91}");
            assertThat(bad.exitCode()).as("%s", bad).isZero();
        }
    }
}
