package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Where a track was: written, sealed, exported, deleted for good. */
@ExtendWith(SharedServer.class)
class TrackHistoryIT {
    private static final int POINTS = 120;

    private static Peer listen(SharedServer.Server server, String user) {
        return Peer.connect(user, user + "-phone", server.place().mqtt()).listen();
    }

    private static String of(String track, String more) {
        return "{\"track\":\"" + track + "\"" + more + "}";
    }

    private static void drive(Peer owner, String track, Road road) {
        for (int i = 0; i < POINTS; i++) {
            Walk.accepted(owner.publish(Walk.topic(track), road.at(i)));
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static double number(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":(-?[0-9.]+)").matcher(json);
        assertThat(matcher.find()).as("%s in %s", field, json).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    /** The value of a text field, unescaped. */
    private static String content(String json) {
        Matcher matcher =
                Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\/", "/");
    }

    @Test
    void should_keep_a_drive_seal_it_at_the_end_and_export_it(SharedServer.Server server) throws Exception {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("drive");
        Road road = new Road();
        try (Peer owner = listen(server, alice);
                Peer viewer = listen(server, bob)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"]");
            drive(owner, track, road);
            Waiting.until(
                    "all points are written",
                    Peer.PATIENCE,
                    () -> count(owner.call("track/history", of(track, "")), "\"tst\":") == POINTS);
            String page = owner.call("track/history", of(track, ",\"limit\":10"));
            assertThat(count(page, "\"tst\":")).isEqualTo(10);
            assertThat((long) number(page, "next")).isEqualTo(road.startMillis() + 100_000);
            assertThat(viewer.call("track/history", of(track, ""))).contains("not-allowed");
            assertThat(owner.call("track/trips", of(track, ""))).isEqualTo("{\"trips\":[]}");

            assertThat(owner.call("track/stop", of(track, ""))).contains("\"ended\"");
            Waiting.until(
                    "the trip is sealed",
                    Peer.PATIENCE,
                    () -> owner.call("track/trips", of(track, "")).contains("\"metres\""));
            String trips = owner.call("track/trips", of(track, ""));
            assertThat(number(trips, "metres")).isBetween(11_700.0, 12_000.0);
            assertThat(number(trips, "seconds")).isEqualTo(10.0 * (POINTS - 1));
            assertThat(number(trips, "points")).isEqualTo(POINTS);
            assertThat(number(trips, "kept")).isLessThan(POINTS / 4);

            String gpx = content(owner.call("track/export", of(track, ",\"format\":\"gpx\"")));
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(gpx)));
            assertThat(document.getElementsByTagNameNS("http://www.topografix.com/GPX/1/1", "trkpt")
                            .getLength())
                    .isEqualTo((int) number(trips, "kept"));
            assertThat(content(owner.call("track/export", of(track, ",\"format\":\"geojson\""))))
                    .startsWith("{\"type\":\"FeatureCollection\"")
                    .contains("LineString");
        }
    }

    @Test
    void should_delete_for_good_and_give_a_receipt_that_can_be_read_again(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("drive");
        Road road = new Road();
        try (Peer owner = listen(server, alice);
                Peer viewer = listen(server, bob)) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"]");
            drive(owner, track, road);
            Waiting.until(
                    "all points are written",
                    Peer.PATIENCE,
                    () -> count(owner.call("track/history", of(track, "")), "\"tst\":") == POINTS);
            assertThat(viewer.call("track/delete", of(track, ""))).contains("not-allowed");
            long from = road.startMillis() + 100_000;
            long to = road.startMillis() + 199_999;
            String receipt = owner.call("track/delete", of(track, ",\"from\":" + from + ",\"to\":" + to));
            assertThat(receipt).contains("\"done\":true", "\"points\":10,");
            assertThat(count(owner.call("track/history", of(track, "")), "\"tst\":"))
                    .isEqualTo(POINTS - 10);

            String all = owner.call("track/delete", of(track, ""));
            assertThat(number(all, "points")).isEqualTo(POINTS - 10);
            assertThat(owner.call("track/history", of(track, ""))).isEqualTo("{\"points\":[]}");
            assertThat(owner.call("track/get", of(track, ""))).doesNotContain("\"last\":");
            viewer.subscribe(Walk.topic(track));
            long later = System.currentTimeMillis() / 1_000 + 1;
            String fresh = "{\"_type\":\"location\",\"lat\":47.2,\"lon\":9.52,\"tst\":" + later + "}";
            Walk.accepted(owner.publish(Walk.topic(track), fresh));
            assertThat(Peer.text(viewer.next(Walk.topic(track))))
                    .as("nothing older is shown")
                    .isEqualTo(fresh);
            owner.call("track/stop", of(track, ""));
            String receipts = owner.call("track/deletions", of(track, ""));
            assertThat(count(receipts, "\"receipt\":")).isEqualTo(2);
            assertThat(receipts).contains(receipt.substring(1, receipt.length() - 1));
        }
    }
}
