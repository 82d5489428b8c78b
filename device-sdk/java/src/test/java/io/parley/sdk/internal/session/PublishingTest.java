package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.TrackChanged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fear: the battery is emptied for nobody, a viewer waits for a position there is, or one is lost with the network. */
class PublishingTest {
    private static final TrackName TRACK = new TrackName("tour");

    private final Rig rig = new Rig();
    private int measured;

    private Rig online() {
        return rig.online().tell(new Input.Publish(TRACK, PublishOptions.DEFAULT));
    }

    /** Some hundred metres on. */
    private LocationPoint moves() {
        measured++;
        return LocationPoint.of(47 + measured * 0.002, 9, rig.now);
    }

    private void measure(LocationPoint point) {
        rig.tell(new Input.Position(TRACK, point));
    }

    private void wants(long millis) {
        rig.tell(new Input.TrackTold(new TrackChanged(TRACK, "active", Duration.ofMillis(millis))));
    }

    private List<LocationPoint> published() {
        return rig.fresh(Output.PublishPoint.class).stream()
                .map(Output.PublishPoint::point)
                .toList();
    }

    /** Measures every second. @return what left */
    private int drive(int seconds) {
        rig.outputs.clear();
        for (int second = 0; second < seconds; second++) {
            measure(moves());
            rig.pass(1_000);
            takeAll();
        }
        return published().size();
    }

    private void takeAll() {
        List<Output.PublishPoint> left = rig.all(Output.PublishPoint.class);
        left.forEach(it -> rig.tell(new Input.Answered(it.token(), null)));
    }

    @Test
    void should_send_the_first_at_once_and_then_as_often_as_the_server_wants() {
        online();
        LocationPoint first = moves();
        measure(first);
        assertThat(published()).containsExactly(first);
        wants(1_000);
        assertThat(drive(60)).isBetween(59, 61);
        wants(15_000);
        assertThat(drive(60)).isBetween(4, 5);
        wants(300_000);
        assertThat(drive(300)).isLessThanOrEqualTo(2);
    }

    @Test
    void should_send_the_newest_at_once_when_somebody_begins_to_look() {
        online();
        wants(300_000);
        drive(30);
        LocationPoint newest = moves();
        measure(newest);
        assertThat(published()).isEmpty();
        wants(1_000);
        assertThat(published()).containsExactly(newest);
    }

    @Test
    void should_send_nothing_but_a_heartbeat_while_standing_still() {
        online();
        wants(1_000);
        LocationPoint here = moves();
        rig.outputs.clear();
        for (int second = 0; second < 300; second++) {
            measure(LocationPoint.of(here.lat() + (second % 3) * 1e-5, here.lon(), rig.now, 12));
            rig.pass(1_000);
            takeAll();
        }
        assertThat(published().size()).isBetween(4, 6);
    }

    @Test
    void should_keep_what_it_measures_without_a_network_and_send_it_in_order() {
        online();
        wants(1_000);
        drive(3);
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "tunnel"));
        assertThat(drive(120)).isZero();
        rig.outputs.clear();
        rig.reconnect();
        for (int turn = 0; turn < 20; turn++) {
            takeAll();
        }
        assertThat(published().stream().distinct())
                .hasSize(120)
                .extracting(LocationPoint::at)
                .isSorted();
    }

    @Test
    void should_send_again_what_got_no_answer_or_a_refusal_for_now() {
        online();
        LocationPoint first = moves();
        measure(first);
        Output.PublishPoint lost = rig.last(Output.PublishPoint.class);
        rig.outputs.clear();
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .reconnect();
        assertThat(rig.last(Output.PublishPoint.class).point()).isEqualTo(lost.point());
        rig.tell(new Input.Answered(rig.last(Output.PublishPoint.class).token(), Reason.BUSY));
        rig.outputs.clear();
        rig.pass(5_000);
        assertThat(published()).containsExactly(first);
    }

    @Test
    void should_end_when_the_track_ends_or_refuses() {
        online();
        measure(moves());
        rig.tell(new Input.TrackTold(new TrackChanged(TRACK, "ended", Duration.ZERO)));
        assertThat(rig.last(Output.PublisherTold.class).over()).isEqualTo("ended");
        assertThat(drive(30)).isZero();

        rig.tell(new Input.Publish(TRACK, PublishOptions.DEFAULT));
        measure(moves());
        rig.tell(new Input.Answered(rig.last(Output.PublishPoint.class).token(), Reason.NOT_ALLOWED));
        assertThat(rig.last(Output.PublisherTold.class).over()).isEqualTo("not-allowed");
    }

    @Test
    void should_keep_the_way_for_the_history_although_nobody_looks() {
        rig.online().tell(new Input.Publish(TRACK, PublishOptions.DEFAULT.detail(Duration.ofSeconds(10))));
        wants(300_000);
        rig.outputs.clear();
        assertThat(drive(290)).as("the first alone").isOne();
        assertThat(drive(30)).as("what was kept meanwhile, together").isBetween(28, 32);
    }

    @Test
    void should_let_what_waits_leave_when_it_is_closed() {
        online();
        wants(300_000);
        drive(2);
        LocationPoint last = moves();
        measure(last);
        rig.outputs.clear();
        rig.tell(new Input.StopPublishing(TRACK));
        Output.PublishPoint left = rig.last(Output.PublishPoint.class);
        assertThat(left.point()).isEqualTo(last);
        rig.tell(new Input.Answered(left.token(), null));
        assertThat(rig.last(Output.PublisherTold.class).over()).isEqualTo("closed");
    }
}
