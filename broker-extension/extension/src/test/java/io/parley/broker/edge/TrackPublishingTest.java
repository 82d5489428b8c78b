package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.EndpointKind;
import io.parley.protocol.EndpointId;
import io.parley.protocol.OwnTracksTopic;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client that publishes positions is answered, and where they go. */
class TrackPublishingTest {
    private static final TrackName WALK = new TrackName("walk");
    private static final String POINT = "{\"lat\":47.14,\"lon\":9.52,\"tst\":1700000000}";

    private final ScriptedWire wire = new ScriptedWire();
    private final ScriptedTracks tracks = new ScriptedTracks();
    private final EndpointConnection connection = new EndpointConnection(
            1,
            new EndpointId(new UserName("alice"), "phone"),
            EndpointKind.PLAIN,
            Batching.NONE,
            wire,
            Clock.systemUTC(),
            EdgeObserver.NONE);
    private final List<String> answers = new ArrayList<>();
    private final TrackPublishing.Reply reply = new TrackPublishing.Reply() {
        @Override
        public void now(@Nullable Refusal refusal) {
            answers.add(refusal == null ? "ok" : refusal.reason().code());
        }

        @Override
        public Consumer<@Nullable Refusal> later() {
            return refusal -> answers.add(
                    "held " + (refusal == null ? "ok" : refusal.reason().code()));
        }
    };

    private TrackPublishing publishing(boolean mqtt5) {
        return new TrackPublishing(connection, tracks.room(), mqtt5, 65_536);
    }

    private List<String> events() {
        return wire.sent.stream()
                .map(it -> it.topic() + " "
                        + StandardCharsets.UTF_8.decode(it.payload().duplicate()))
                .toList();
    }

    @Test
    void should_hold_the_first_point_until_the_owner_says_yes_and_no_other() {
        TrackPublishing publishing = publishing(true);
        publishing.point(WALK, new ScriptedPublish("track/walk/point").body(POINT), reply);
        publishing.point(WALK, new ScriptedPublish("track/walk/point").body(POINT), reply);
        assertThat(answers).containsExactly("held ok", "ok");
        assertThat(tracks.points).containsExactly("walk " + POINT, "walk " + POINT);
    }

    @Test
    void should_ask_again_after_a_no_and_after_the_owner_went() {
        TrackPublishing publishing = publishing(true);
        tracks.refusals.put(WALK, new Refusal(Reason.NOT_ALLOWED, "not yours"));
        publishing.point(WALK, new ScriptedPublish("track/walk/point").body(POINT), reply);
        tracks.refusals.clear();
        publishing.point(WALK, new ScriptedPublish("track/walk/point").body(POINT), reply);
        tracks.publications.get(WALK).open = false;
        publishing.point(WALK, new ScriptedPublish("track/walk/point").body(POINT), reply);
        assertThat(answers).containsExactly("held not-allowed", "held ok", "held ok");
        assertThat(tracks.points).hasSize(2);
    }

    @Test
    void should_not_hang_up_on_mqtt_3_but_tell_it_by_an_event() {
        publishing(false).point(WALK, new ScriptedPublish("track/walk/point").body("{\"lat\":91}"), reply);
        assertThat(answers).containsExactly("ok");
        assertThat(events())
                .containsExactly("inbox/alice/event/track {\"track\":\"walk\",\"state\":\"refused\","
                        + "\"reason\":\"malformed\",\"detail\":\"lat must be -90 to 90, was 91.0\"}");
    }

    @Test
    void should_tell_how_often_points_are_wanted_and_when_it_is_over() {
        publishing(true).point(WALK, new ScriptedPublish("track/walk/point").body(POINT), reply);
        tracks.publications.get(WALK).listener.period(15_000);
        tracks.publications.get(WALK).listener.refused(new Refusal(Reason.ENDED, "over"));
        assertThat(events())
                .containsExactly(
                        "inbox/alice/event/track {\"track\":\"walk\",\"state\":\"active\",\"period\":15.0}",
                        "inbox/alice/event/track {\"track\":\"walk\",\"state\":\"ended\"}");
    }

    @Test
    void should_publish_to_no_more_tracks_at_once_than_it_may() {
        TrackPublishing publishing = publishing(true);
        int most = tracks.room().settings().publishedMax();
        for (int i = 0; i <= most; i++) {
            publishing.point(new TrackName("t" + i), new ScriptedPublish("x").body(POINT), reply);
        }
        assertThat(answers.subList(0, most)).containsOnly("held ok");
        assertThat(answers.get(most)).isEqualTo("limit-reached");
    }

    @Test
    void should_take_positions_of_the_users_own_device_and_accept_the_rest() {
        TrackPublishing publishing = publishing(true);
        OwnTracksTopic phone = new OwnTracksTopic(new UserName("alice"), "Phone", "");
        String position = "{\"_type\":\"location\"," + POINT.substring(1);
        publishing.ownTracks(phone, new ScriptedPublish("x").body(position), reply);
        publishing.ownTracks(phone, new ScriptedPublish("x").body(position), reply);
        publishing.ownTracks(phone, new ScriptedPublish("x").body("{\"_type\":\"lwt\",\"tst\":1}"), reply);
        publishing.ownTracks(phone, new ScriptedPublish("x").body("{\"_type\":\"encrypted\",\"data\":\"x\"}"), reply);
        publishing.ownTracks(
                new OwnTracksTopic(new UserName("bob"), "phone", ""), new ScriptedPublish("x").body(position), reply);
        publishing.ownTracks(
                new OwnTracksTopic(new UserName("alice"), "phone", "event"),
                new ScriptedPublish("x").body("{\"_type\":\"transition\",\"event\":\"enter\"}"),
                reply);
        assertThat(answers).containsExactly("held ok", "ok", "ok", "malformed", "not-allowed", "ok");
        assertThat(tracks.points).containsExactly("alice.phone " + position, "alice.phone " + position);
    }
}
