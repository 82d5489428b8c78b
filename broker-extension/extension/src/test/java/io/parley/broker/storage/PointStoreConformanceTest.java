package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link PointStore} must do. */
public abstract class PointStoreConformanceTest {
    private static final long DAY = 86_400_000;
    /** An hour before midnight. */
    private static final long AT = 19_000 * DAY - 3_600_000;

    private static final Duration KEPT = Duration.ofDays(3);

    private final UserName alice = Stores.freshChat().first();
    private final TrackName track = new TrackName("p-" + alice.value().substring("alice-".length()));

    protected abstract Stores stores();

    private PointStore store() {
        return stores().points();
    }

    private static LocationPoint point(long at) {
        return LocationPoint.of(47 + (at - AT) * 1e-7, 9.5, at, 4);
    }

    private static List<LocationPoint> points(long from, int count, long step) {
        List<LocationPoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(point(from + i * step));
        }
        return points;
    }

    private List<LocationPoint> all() {
        return await(store().read(track, 0, LocationPoint.AT_MAX, 100_000));
    }

    private Trip trip(long from, long to) {
        return new Trip(
                track,
                from,
                to,
                1234.5,
                60,
                5,
                List.of(new Trip.Stop(new Position(47.5, 9.5), from + 1, from + 2)),
                List.of(point(from), point(to)));
    }

    private Deletion deletion(long number, long from, long to) {
        return new Deletion(track, Stores.id(AT, number), alice, from, to, AT + number, 0, 0, false);
    }

    @Test
    void should_read_points_in_order_over_days_with_all_that_is_known_of_them() {
        assertThat(all()).isEmpty();
        List<LocationPoint> drive = points(AT, 150, 60_000);
        await(store().append(track, drive.subList(0, 50), KEPT));
        await(store().append(track, drive.subList(50, 100), KEPT));
        await(store().append(track, drive.subList(100, 150), KEPT));
        assertThat(all()).containsExactlyElementsOf(drive);
        assertThat(await(store().read(track, drive.get(70).at(), drive.get(80).at(), 100)))
                .containsExactlyElementsOf(drive.subList(70, 81));
        assertThat(await(store().read(track, drive.get(70).at(), drive.get(80).at(), 3)))
                .containsExactlyElementsOf(drive.subList(70, 73));
        assertThat(await(store().read(track, 5, 4, 3))).isEmpty();

        LocationPoint full =
                new LocationPoint(-47.1234567, -179.9999999, AT + 9 * DAY, 12, -7, 36.5, 271, 80, "al", "u");
        await(store().append(track, List.of(full), KEPT));
        assertThat(await(store().read(track, full.at(), full.at(), 9)))
                .containsExactly(new LocationPoint(
                        -47.1234567, -179.9999999, AT + 9 * DAY, 12, -7, 36.5, 271, Double.NaN, "", ""));
    }

    @Test
    void should_take_points_twice_as_once_also_in_other_batches() {
        List<LocationPoint> drive = points(AT, 20, 1_000);
        await(store().append(track, drive.subList(0, 12), KEPT));
        await(store().append(track, drive.subList(8, 20), KEPT));
        await(store().append(track, drive.subList(0, 12), KEPT));
        assertThat(all()).containsExactlyElementsOf(drive);
    }

    @Test
    void should_keep_trips() {
        assertThat(await(store().lastTrip(track))).isEmpty();
        Trip first = trip(AT, AT + 1_000);
        Trip second = trip(AT + 5_000, AT + 9_000);
        await(store().saveTrip(second, KEPT));
        await(store().saveTrip(first, KEPT));
        await(store().saveTrip(first, KEPT));
        assertThat(await(store().trips(track, 0, AT * 2, 10))).containsExactly(first, second);
        assertThat(await(store().trips(track, 0, AT * 2, 1))).containsExactly(first);
        assertThat(await(store().trips(track, AT + 1, AT * 2, 10))).containsExactly(second);
        assertThat(await(store().lastTrip(track))).contains(second);
    }

    @Test
    void should_delete_a_span_count_it_and_leave_the_rest() {
        List<LocationPoint> drive = points(AT, 150, 60_000);
        await(store().append(track, drive, KEPT));
        await(store().saveTrip(trip(drive.get(0).at(), drive.get(10).at()), KEPT));
        Trip left = trip(drive.get(120).at(), drive.get(140).at());
        await(store().saveTrip(left, KEPT));
        Deletion asked = deletion(1, drive.get(5).at(), drive.get(99).at());
        Deletion receipt = await(store().delete(asked));
        assertThat(receipt).isEqualTo(asked.done(95, 1));
        List<LocationPoint> rest = new ArrayList<>(drive.subList(0, 5));
        rest.addAll(drive.subList(100, 150));
        assertThat(all()).containsExactlyElementsOf(rest);
        assertThat(await(store().trips(track, 0, AT * 2, 10))).containsExactly(left);
        assertThat(await(store().lastTrip(track))).contains(left);
    }

    @Test
    void should_not_bring_back_what_was_deleted_however_late_it_is_written() {
        List<LocationPoint> drive = points(AT, 30, 1_000);
        await(store().append(track, drive.subList(0, 20), KEPT));
        await(store().delete(deletion(1, AT, AT + 24_000)));
        await(store().append(track, drive, KEPT));
        await(store().saveTrip(trip(AT, AT + 29_000), KEPT));
        assertThat(all()).containsExactlyElementsOf(drive.subList(25, 30));
        assertThat(await(store().trips(track, 0, AT * 2, 10))).isEmpty();
        assertThat(await(store().delete(deletion(2, AT, AT + 29_000))).points())
                .as("what was removed once is not counted again")
                .isEqualTo(5);
        assertThat(all()).isEmpty();
    }

    @Test
    void should_give_the_first_receipt_again() {
        await(store().append(track, points(AT, 10, 1_000), KEPT));
        Deletion asked = deletion(1, AT, AT + 4_000);
        Deletion receipt = await(store().delete(asked));
        await(store().append(track, points(AT + 100_000, 3, 1_000), KEPT));
        assertThat(await(store().delete(deletion(1, AT, AT + 200_000)))).isEqualTo(receipt);
        assertThat(all()).hasSize(8);
        assertThat(await(store().deletion(track, asked.id()))).contains(receipt);
        assertThat(await(store().deletion(track, Stores.id(AT, 99)))).isEmpty();
        Deletion second = await(store().delete(deletion(2, AT, AT + 200_000)));
        assertThat(second.points()).isEqualTo(8);
        assertThat(await(store().deletions(track, 10))).containsExactly(receipt, second);
        assertThat(await(store().deletions(track, 1))).containsExactly(receipt);
    }

    @Test
    void should_delete_what_is_not_there_and_say_so() {
        assertThat(await(store().delete(deletion(1, 0, AT))).points()).isZero();
    }
}
