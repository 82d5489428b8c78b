package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackChanged;
import io.parley.sdk.TrackView.Need;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The fear: a car that jumps back, or goes on being shown when it no longer may be. */
class WatchingTest {
    private static final TrackName TRACK = new TrackName("tour");

    private final Rig rig = new Rig();

    private void comes(long at) {
        rig.tell(new Input.PointCame(TRACK, LocationPoint.of(47, 9 + at * 1e-6, at)));
    }

    @Test
    void should_show_only_what_is_newer_and_say_when_the_next_is_expected() {
        rig.online().tell(new Input.Look(TRACK, Need.CLOSE));
        assertThat(rig.last(Output.WatchTrack.class)).isEqualTo(new Output.WatchTrack(TRACK, Need.CLOSE));
        comes(10_000);
        comes(12_000);
        comes(11_000);
        comes(12_000);
        assertThat(rig.all(Output.Seen.class))
                .extracting(it -> it.sighting().point().at())
                .containsExactly(10_000L, 12_000L);
        Sighting newest = rig.last(Output.Seen.class).sighting();
        assertThat(newest.previous().orElseThrow().at()).isEqualTo(10_000);
        assertThat(newest.expected()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void should_watch_again_after_a_reconnect_as_closely_as_before() {
        rig.online().tell(new Input.Look(TRACK, Need.CLOSE), new Input.Look(TRACK, Need.LIST));
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"));
        rig.outputs.clear();
        rig.reconnect();
        assertThat(rig.all(Output.WatchTrack.class)).containsExactly(new Output.WatchTrack(TRACK, Need.LIST));
    }

    @Test
    void should_show_nothing_after_the_end_or_a_refusal() {
        rig.online().tell(new Input.Look(TRACK, Need.CLOSE));
        rig.tell(new Input.TrackTold(new TrackChanged(TRACK, "ended", Duration.ZERO)));
        assertThat(rig.last(Output.LookOver.class)).isEqualTo(new Output.LookOver(TRACK, "ended"));
        rig.outputs.clear();
        comes(1_000);
        assertThat(rig.all(Output.Seen.class)).isEmpty();

        rig.tell(new Input.Look(TRACK, Need.CLOSE), new Input.LookRefused(TRACK, "not-allowed"));
        assertThat(rig.last(Output.LookOver.class)).isEqualTo(new Output.LookOver(TRACK, "not-allowed"));
    }
}
