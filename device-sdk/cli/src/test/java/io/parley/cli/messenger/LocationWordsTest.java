package io.parley.cli.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ContentTypes;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.FenceEvent;
import io.parley.protocol.json.RideEvent;
import org.junit.jupiter.api.Test;

class LocationWordsTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName DAN = new UserName("dan");
    private static final TrackName TRACK = new TrackName("ride-7");

    private static String ride(String stage, UserName me) {
        return LocationWords.say(ContentTypes.RIDE, new RideEvent(TRACK, DAN, ALICE, stage, 1).toJson(), me);
    }

    private static String fence(String title, String event, UserName me) {
        byte[] content = new FenceEvent("home", title, TRACK, DAN, event, 1, 1).toJson();
        return LocationWords.say(ContentTypes.FENCE, content, me);
    }

    @Test
    void should_say_it_as_a_person_would() {
        assertThat(ride("arrived", ALICE)).isEqualTo("dan is at the pick-up");
        assertThat(ride("arrived", DAN)).isEqualTo("you are at the pick-up");
        assertThat(ride("aboard", ALICE)).isEqualTo("dan is on the way with you");
        assertThat(ride("over", ALICE)).isEqualTo("the ride is over");
        assertThat(fence("Home", "enter", ALICE)).isEqualTo("dan is at Home");
        assertThat(fence("", "exit", ALICE)).isEqualTo("dan left home");
        assertThat(fence("", "dwell", DAN)).isEqualTo("you have been at home for a while");
    }

    @Test
    void should_not_fail_on_what_it_does_not_know() {
        assertThat(LocationWords.say(ContentTypes.FENCE, new byte[] {1}, ALICE)).contains("does not know");
        assertThat(LocationWords.areMeantBy(null)).isFalse();
        assertThat(LocationWords.areMeantBy("text/plain")).isFalse();
    }
}
