package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.location.TrackEdit;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Track;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose devices a client sees that subscribed as OwnTracks does. */
class OwnTracksFriendsTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");

    private final ScriptedTracks tracks = new ScriptedTracks();
    private final TrackTopics topics = new TrackTopics(
            new EndpointConnection(
                    1,
                    new EndpointId(ALICE, "map"),
                    EndpointKind.PLAIN,
                    Batching.NONE,
                    new ScriptedWire(),
                    Clock.systemUTC(),
                    EdgeObserver.NONE),
            tracks.room(),
            () -> 0);
    private final OwnTracksFriends friends =
            new OwnTracksFriends(topics, tracks.room().friends());

    private Track save(String name, UserName owner, String device, long version, Participant... participants) {
        TrackEdit edit = TrackEdit.first(new TrackName(name), owner, Track.Kind.FAMILY, 1)
                .device(device)
                .participants(List.of(participants));
        Track track = edit.at(1);
        for (long i = 1; i < version; i++) {
            track = TrackEdit.of(track).at(1);
        }
        assertThat(tracks.storage.tracks().save(track).toCompletableFuture().join())
                .isTrue();
        return track;
    }

    private static Participant viewer(UserName user) {
        return new Participant(user, false, true, Precision.EXACT);
    }

    @Test
    void should_watch_own_devices_and_those_that_are_shared_until_they_are_not() {
        save("alice.phone", ALICE, "phone", 1);
        save("bob.phone", BOB, "Phone", 1);
        save("to-work", ALICE, "", 1);
        friends.add("owntracks/+/+");
        friends.add("owntracks/+/+/event");
        assertThat(tracks.watched).containsExactly("+alice.phone");
        save("bob.phone", BOB, "Phone", 2, viewer(ALICE));
        friends.look();
        assertThat(tracks.watched).containsExactly("+alice.phone", "+bob.phone");
        save("bob.phone", BOB, "Phone", 3);
        friends.look();
        friends.remove("owntracks/+/+");
        assertThat(tracks.watched).containsExactly("+alice.phone", "+bob.phone", "-bob.phone", "-alice.phone");
    }

    @Test
    void should_do_nothing_for_who_did_not_subscribe_so() {
        save("alice.phone", ALICE, "phone", 1);
        friends.look();
        friends.add("owntracks/alice/phone/cmd");
        friends.add("owntracks/bob/+");
        assertThat(tracks.watched).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "owntracks/+/+, true",
        "owntracks/#, true",
        "owntracks/bob/#, true",
        "owntracks/bob/Phone, true",
        "owntracks/bob/Phone/#, true",
        "owntracks/+/Phone, true",
        "owntracks/bob/phone, false",
        "owntracks/+, false",
        "owntracks/+/+/event, false",
        "owntracks/eve/+, false"
    })
    void should_match_as_mqtt_does(String filter, boolean matches) {
        assertThat(OwnTracksFriends.matches(filter, "owntracks/bob/Phone")).isEqualTo(matches);
    }
}
