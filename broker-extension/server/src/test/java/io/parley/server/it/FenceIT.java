package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes into a place is told in a conversation: once, in order, and only to who may know. */
@ExtendWith(SharedServer.class)
class FenceIT {
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static Peer listen(SharedServer.Server server, String user) {
        return Peer.connect(user, user + "-phone", server.place().mqtt()).listen();
    }

    private static String fence(String name, String track, String tell, String shape) {
        return "{\"fence\":\"" + name + "\",\"tracks\":[\"" + track + "\"],\"tell\":\"" + tell + "\"," + shape + "}";
    }

    private static String circle(double hundreds) {
        return "\"centre\":" + Road.place(hundreds) + ",\"metres\":150,\"settle\":0";
    }

    private static void drive(Peer owner, String track, Road road, int from, int to) {
        for (int i = from; i != to; i += Integer.signum(to - from)) {
            Walk.accepted(owner.publish(Walk.topic(track), road.at(i)));
        }
    }

    private static List<String> told(Peer peer, String conversation, int count) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Mqtt5Publish message = peer.next("/" + conversation);
            assertThat(message.getContentType().map(Object::toString)).contains("application/vnd.parley.fence+json");
            told.add(Peer.text(message));
        }
        return told;
    }

    private static void nothingMore(Peer peer, String conversation) {
        for (Mqtt5Publish more = peer.poll(QUIET); more != null; more = peer.poll(QUIET)) {
            assertThat(more.getTopic().toString()).doesNotEndWith("/" + conversation);
        }
    }

    @Test
    void should_tell_each_crossing_once_and_in_order(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String car = Walk.name("car");
        Road road = new Road();
        try (Peer driver = listen(server, alice);
                Peer friend = listen(server, bob)) {
            Walk.create(driver, car, ",\"viewers\":[\"" + bob + "\"]");
            String made = friend.call("fence/create", fence("home", car, "chat/" + alice, circle(10)));
            assertThat(made).contains("\"fence\":\"home\"", "\"metres\":150");
            drive(driver, car, road, 0, 20);
            drive(driver, car, road, 20, 0);
            List<String> told = told(driver, "chat/" + bob, 4);
            assertThat(told.get(0))
                    .contains("\"fence\":\"home\"", "\"track\":\"" + car + "\"", "\"user\":\"" + alice + "\"");
            String[] events = {"enter", "exit", "enter", "exit"};
            for (int i = 0; i < events.length; i++) {
                assertThat(told.get(i)).contains("\"event\":\"" + events[i] + "\",\"crossing\":" + (i + 1) + ",");
            }
            assertThat(told(friend, "chat/" + alice, 4))
                    .as("also at its maker's other endpoints")
                    .isEqualTo(told);
            assertThat(friend.call("fence/delete", "{\"fence\":\"home\"}")).isEqualTo("{}");
            drive(driver, car, road, 0, 20);
            nothingMore(driver, "chat/" + bob);
            assertThat(friend.call("fence/list", "{}")).isEqualTo("{\"fences\":[]}");
        }
    }

    @Test
    void should_tell_nothing_when_the_share_has_ended(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String car = Walk.name("car");
        Road road = new Road();
        try (Peer driver = listen(server, alice);
                Peer friend = listen(server, bob)) {
            Walk.create(driver, car, ",\"viewers\":[\"" + bob + "\"]");
            friend.call("fence/create", fence("home", car, "chat/" + alice, circle(10)));
            driver.call("track/unshare", "{\"track\":\"" + car + "\",\"users\":[\"" + bob + "\"]}");
            drive(driver, car, road, 0, 20);
            nothingMore(driver, "chat/" + bob);
        }
    }

    @Test
    void should_refuse_fences_that_are_none_or_not_allowed(SharedServer.Server server) {
        String alice = server.user("alice");
        String eve = server.user("eve");
        String car = Walk.name("car");
        try (Peer driver = listen(server, alice);
                Peer stranger = listen(server, eve)) {
            Walk.create(driver, car, "");
            String bow = "\"polygon\":[" + "{\"lat\":47,\"lon\":9},{\"lat\":48,\"lon\":10},{\"lat\":48,\"lon\":9},"
                    + "{\"lat\":47,\"lon\":10}]";
            String tell = "chat/" + eve;
            assertThat(driver.call("fence/create", fence("f", car, tell, bow))).contains("malformed", "cross");
            assertThat(driver.call(
                            "fence/create", fence("f", car, tell, "\"centre\":{\"lat\":91,\"lon\":9},\"metres\":9")))
                    .contains("malformed", "centre");
            assertThat(driver.call("fence/create", fence("f", car, tell, "\"metres\":9")))
                    .contains("malformed");
            assertThat(driver.call("fence/create", fence("f", car, "group/nobodys", circle(0))))
                    .contains("not-allowed");
            assertThat(stranger.call("fence/create", fence("f", car, "chat/" + alice, circle(0))))
                    .contains("not-allowed");
            assertThat(driver.call("fence/create", fence("f", "no-such-track", tell, circle(0))))
                    .contains("unknown-track");
            assertThat(driver.call("fence/create", fence("f", car, tell, circle(0))))
                    .contains("\"fence\":\"f\"");
            assertThat(driver.call("fence/create", fence("f", car, tell, circle(5))))
                    .contains("conflict");
        }
    }
}
