package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The nearest free driver is found, brings the rider from place to place, and the ride ends by itself. */
@ExtendWith(SharedServer.class)
class FleetIT {
    private static Peer listen(SharedServer.Server server, String user) {
        return Peer.connect(user, user + "-phone", server.place().mqtt()).listen();
    }

    private static String free(String fleet, double hundreds) {
        return "{\"fleet\":\"" + fleet + "\",\"free\":true,\"place\":" + Road.place(hundreds) + "}";
    }

    private static String near(String fleet, String more) {
        return "{\"fleet\":\"" + fleet + "\",\"place\":" + Road.place(0) + more + "}";
    }

    @Test
    void should_find_the_nearest_free_drivers_of_a_fleet(SharedServer.Server server) {
        String boss = server.user("boss");
        String dan = server.user("dan");
        String eve = server.user("eve");
        String fleet = Walk.name("taxi");
        try (Peer owner = listen(server, boss);
                Peer driver = listen(server, dan);
                Peer stranger = listen(server, eve)) {
            String create = "{\"group\":\"" + fleet + "\",\"join\":\"open\"}";
            assertThat(owner.call("group/create", create)).contains("accepted");
            assertThat(driver.call("fleet/free", free(fleet, 1))).contains("not-allowed");
            driver.call("group/join", "{\"group\":\"" + fleet + "\"}");
            assertThat(driver.call("fleet/free", free(fleet, 20))).isEqualTo("{}");
            assertThat(owner.call("fleet/free", free(fleet, 300))).isEqualTo("{}");
            Waiting.until(
                    "both are found",
                    Peer.PATIENCE,
                    () -> stranger.call("fleet/nearest", near(fleet, ",\"metres\":40000"))
                            .contains(boss));
            assertThat(stranger.call("fleet/nearest", near(fleet, ",\"metres\":40000")))
                    .matches(".*" + dan + ".*\"metres\":2000\\.\\d.*" + boss + ".*\"metres\":(29999|3000\\d).*");
            assertThat(stranger.call("fleet/nearest", near(fleet, "")))
                    .contains(dan)
                    .doesNotContain(boss);
            assertThat(stranger.call("fleet/nearest", near(fleet, ",\"metres\":40000,\"count\":1")))
                    .contains(dan)
                    .doesNotContain(boss);
            assertThat(driver.call("fleet/free", "{\"fleet\":\"" + fleet + "\",\"free\":false}"))
                    .isEqualTo("{}");
            Waiting.until(
                    "who is busy is not found",
                    Peer.PATIENCE,
                    () -> !stranger.call("fleet/nearest", near(fleet, "")).contains(dan));
            assertThat(stranger.call("fleet/nearest", "{\"fleet\":\"nobodys\",\"place\":" + Road.place(0) + "}"))
                    .contains("unknown-group");
        }
    }

    @Test
    void should_take_a_ride_from_place_to_place_and_end_it(SharedServer.Server server) {
        String alice = server.user("alice");
        String dan = server.user("dan");
        String ride = Walk.name("ride");
        Road road = new Road();
        try (Peer rider = listen(server, alice);
                Peer driver = listen(server, dan)) {
            String start = "{\"track\":\"" + ride + "\",\"driver\":\"" + dan + "\",\"rider\":\"" + alice
                    + "\",\"pickUp\":" + Road.place(10) + ",\"dropOff\":" + Road.place(30) + "}";
            assertThat(rider.call("ride/start", start)).contains("\"stage\":\"coming\"", "\"state\":\"active\"");
            assertThat(Peer.text(driver.next("/chat/" + alice))).contains("\"stage\":\"coming\"");
            String route = "{\"track\":\"" + ride + "\",\"seconds\":300,\"route\":[" + Road.place(0) + ","
                    + Road.place(15) + "," + Road.place(30) + "]}";
            assertThat(rider.call("track/route", route)).isEqualTo("{}");
            rider.subscribe(Walk.topic(ride));
            for (int i = 0; i <= 15; i++) {
                Walk.accepted(driver.publish(Walk.topic(ride), road.at(i)));
            }
            assertThat(Peer.text(rider.next("/chat/" + dan))).contains("\"stage\":\"arrived\"");
            assertThat(Peer.text(rider.next("/chat/" + dan))).contains("\"stage\":\"aboard\"");
            assertThat(rider.call("track/eta", "{\"track\":\"" + ride + "\"}"))
                    .contains("\"seconds\":150", "\"offRoute\":false", "\"left\":1500");
            for (int i = 16; i <= 30; i++) {
                Walk.accepted(driver.publish(Walk.topic(ride), road.at(i)));
            }
            assertThat(Peer.text(rider.next("/chat/" + dan))).contains("\"stage\":\"over\"");
            Waiting.until(
                    "the ride ends",
                    Peer.PATIENCE,
                    () -> rider.call("track/get", "{\"track\":\"" + ride + "\"}")
                            .contains("\"state\":\"ended\""));
            assertThat(driver.publish(Walk.topic(ride), road.at(31)).reason().orElse(""))
                    .startsWith("ended: ");
            Waiting.until(
                    "its trip is sealed",
                    Peer.PATIENCE,
                    () -> driver.call("track/trips", "{\"track\":\"" + ride + "\"}")
                            .contains("\"metres\":2"));
        }
    }

    @Test
    void should_let_either_party_end_a_ride_and_nobody_else(SharedServer.Server server) {
        String alice = server.user("alice");
        String dan = server.user("dan");
        String eve = server.user("eve");
        String ride = Walk.name("ride");
        try (Peer rider = listen(server, alice);
                Peer driver = listen(server, dan);
                Peer stranger = listen(server, eve)) {
            String start = "{\"track\":\"" + ride + "\",\"driver\":\"" + dan + "\",\"rider\":\"" + alice
                    + "\",\"pickUp\":" + Road.place(10) + ",\"dropOff\":" + Road.place(30) + "}";
            assertThat(driver.call("ride/start", start)).contains("\"stage\":\"coming\"");
            assertThat(driver.call("ride/start", start)).as("told again").contains("\"stage\":\"coming\"");
            assertThat(stranger.call("ride/end", "{\"track\":\"" + ride + "\"}"))
                    .contains("not-allowed");
            assertThat(rider.call("ride/end", "{\"track\":\"" + ride + "\"}")).contains("\"state\":\"ended\"");
            assertThat(Peer.text(driver.next("/chat/" + alice))).contains("\"stage\":\"over\"");
        }
    }
}
