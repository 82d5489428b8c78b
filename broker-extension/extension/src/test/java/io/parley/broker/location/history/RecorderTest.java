package io.parley.broker.location.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Position;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Position HOME = new Position(47.14, 9.52);

    private final List<LocationPoint> written = new ArrayList<>();
    private final List<long[]> sealed = new ArrayList<>();
    private List<LocationPoint> underWay = List.of();
    private int lost;
    private boolean storeIsAway;
    private int writes;
    private int unanswered;

    private final RecorderEffects effects = new RecorderEffects() {
        @Override
        public void append(List<LocationPoint> points) {
            assertThat(underWay).isEmpty();
            underWay = points;
        }

        @Override
        public void seal(long from, long to) {
            assertThat(written)
                    .as("all of a trip is written before it is sealed")
                    .anyMatch(it -> it.at() == to);
            sealed.add(new long[] {from, to});
            unanswered++;
        }

        @Override
        public void lost(int points) {
            lost += points;
        }
    };
    private Recorder recorder = new Recorder(effects, HistorySettings.DEFAULT);

    private void record(List<LocationPoint> points) {
        for (LocationPoint point : points) {
            recorder.point(point, point.at());
            answer(point.at());
            recorder.tick(point.at());
            answer(point.at());
        }
    }

    private void answer(long now) {
        if (!underWay.isEmpty()) {
            List<LocationPoint> points = underWay;
            underWay = List.of();
            if (storeIsAway) {
                recorder.appendFailed(now);
            } else {
                written.addAll(points);
                writes++;
                recorder.appended(now);
            }
        }
        while (unanswered > 0 && !storeIsAway) {
            unanswered--;
            recorder.sealed(now);
        }
    }

    private void finish(long now) {
        recorder.end(now);
        for (int i = 0; i < 30; i++) {
            answer(now);
        }
    }

    private static long last(List<LocationPoint> points) {
        return points.get(points.size() - 1).at();
    }

    @Test
    void should_write_everything_in_order_and_in_batches() {
        List<LocationPoint> drive = new Drive(HOME, 1, 2).go(200, 12, 0.01).points();
        record(drive);
        finish(last(drive));
        assertThat(written).containsExactlyElementsOf(drive);
        assertThat(writes).isLessThan(50);
        assertThat(sealed).hasSize(1);
        assertThat(sealed.get(0)).containsExactly(drive.get(0).at(), last(drive));
        assertThat(recorder.isIdle()).isTrue();
    }

    @Test
    void should_end_a_trip_where_it_came_to_rest_and_begin_the_next_where_it_leaves() {
        Drive drive = new Drive(HOME, 2, 2).go(200, 12, 0);
        int arrived = drive.points().size();
        drive.stand(1_200);
        int left = drive.points().size();
        List<LocationPoint> all = drive.go(200, 12, 0).points();
        record(all);
        finish(last(all));
        assertThat(written).containsExactlyElementsOf(all);
        assertThat(sealed).hasSize(2);
        assertThat(sealed.get(0)[0]).isEqualTo(all.get(0).at());
        assertThat(sealed.get(0)[1])
                .isBetween(all.get(arrived - 6).at(), all.get(arrived + 100).at());
        assertThat(sealed.get(1)[0])
                .isBetween(all.get(left).at(), all.get(left + 6).at());
        assertThat(sealed.get(1)[1]).isEqualTo(last(all));
    }

    @Test
    void should_go_on_with_the_trip_of_a_recorder_that_died() {
        Drive drive = new Drive(HOME, 3, 0).go(50, 12, 0).stand(700).go(100, 12, 0);
        List<LocationPoint> all = drive.points();
        int died = 800;
        written.addAll(all.subList(0, died));
        recorder.replay(all.subList(0, died));
        record(all.subList(died, all.size()));
        finish(last(all));
        assertThat(written).containsExactlyElementsOf(all);
        assertThat(sealed).as("also the one that the dead one had not sealed").hasSize(2);
        assertThat(sealed.get(0)[0]).isEqualTo(all.get(0).at());
        assertThat(sealed.get(1)[0]).isBetween(all.get(749).at(), all.get(756).at());
    }

    @Test
    void should_end_a_trip_where_it_fell_silent_for_long() {
        List<LocationPoint> before = new Drive(HOME, 5, 0).go(100, 12, 0).points();
        long gap = 2_000_000;
        List<LocationPoint> after = new Drive(HOME, 6, 0)
                .go(100, 12, 1).points().stream()
                        .map(it -> LocationPoint.of(it.lat(), it.lon(), it.at() + gap))
                        .toList();
        record(before);
        record(after);
        finish(last(after));
        assertThat(sealed).hasSize(2);
        assertThat(sealed.get(0)[1]).isEqualTo(last(before));
        assertThat(sealed.get(1)[0]).isEqualTo(after.get(0).at());
    }

    @Test
    void should_keep_what_the_store_does_not_take_up_to_a_bound() {
        List<LocationPoint> drive = new Drive(HOME, 4, 0).go(3_000, 12, 0).points();
        storeIsAway = true;
        record(drive.subList(0, 1_000));
        assertThat(lost).isZero();
        record(drive.subList(1_000, 3_000));
        assertThat(lost).isBetween(900, 1_200);
        storeIsAway = false;
        recorder.tick(last(drive) + 10_000);
        finish(last(drive) + 10_000);
        assertThat(written).hasSize(3_000 - lost).isSubsetOf(drive).contains(drive.get(2_999));
        assertThat(written).isSortedAccordingTo((a, b) -> Long.compare(a.at(), b.at()));
    }
}
