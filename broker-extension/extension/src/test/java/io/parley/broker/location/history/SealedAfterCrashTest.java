package io.parley.broker.location.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.location.TrackEdit;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.follow.Strand;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.Trip;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Owners come and go in the middle of trips: each is sealed once, from its beginning to its end. */
class SealedAfterCrashTest {
    private static final TrackName CAR = new TrackName("car");
    private static final UserName ALICE = new UserName("alice");

    private final MemoryStorage storage = new MemoryStorage(Runnable::run);
    private long now = Drive.START;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    };
    private final Track row =
            TrackEdit.first(CAR, ALICE, Track.Kind.SHARE, Drive.START).at(Drive.START);

    private HistoryKeeper keeper() {
        HistoryKeeper keeper = new HistoryKeeper(
                CAR,
                new Strand(Runnable::run),
                new HistoryKeeper.Parts(storage.points(), HistorySettings.DEFAULT, HistoryObserver.NONE, clock));
        keeper.changed(row, Drive.START);
        return keeper;
    }

    private List<Trip> trips() {
        return storage.points()
                .trips(CAR, 0, LocationPoint.AT_MAX, 100)
                .toCompletableFuture()
                .join();
    }

    private List<LocationPoint> stored() {
        return storage.points()
                .read(CAR, 0, LocationPoint.AT_MAX, 100_000)
                .toCompletableFuture()
                .join();
    }

    private HistoryKeeper record(HistoryKeeper first, List<LocationPoint> points, int lifeOfAnOwner) {
        HistoryKeeper keeper = first;
        for (int i = 0; i < points.size(); i++) {
            LocationPoint point = points.get(i);
            now = point.at();
            keeper.accepted(row, new TrackPoint(ALICE, point, Content.EMPTY), point.at());
            keeper.tick(point.at());
            if (i % lifeOfAnOwner == lifeOfAnOwner - 1) {
                keeper.left(point.at());
                keeper.tick(point.at() + 10_000);
                assertThat(keeper.isIdle()).isTrue();
                keeper = keeper();
            }
        }
        return keeper;
    }

    @Test
    void should_seal_a_trip_over_the_lives_of_many_owners() {
        Drive drive = new Drive(new Position(47.14, 9.52), 1, 2)
                .go(600, 12, 0.01)
                .stand(900)
                .go(400, 10, 0);
        List<LocationPoint> points = drive.points();
        HistoryKeeper last = record(keeper(), points, 137);
        assertThat(trips()).hasSize(1);
        last.ended(row, points.get(points.size() - 1).at());
        assertThat(stored()).hasSize(points.size());
        List<Trip> trips = trips();
        assertThat(trips).hasSize(2);
        assertThat(trips.get(0).startAt()).isEqualTo(points.get(0).at());
        assertThat(trips.get(0).metres()).isBetween(6_900.0, 7_500.0);
        assertThat(trips.get(1).metres()).isBetween(3_800.0, 4_200.0);
        assertThat(trips.get(1).endAt()).isEqualTo(points.get(points.size() - 1).at());
    }

    @Test
    void should_seal_what_a_dead_owner_left_when_the_track_ends_without_another_point() {
        List<LocationPoint> points =
                new Drive(new Position(47.14, 9.52), 2, 0).go(100, 12, 0).points();
        HistoryKeeper died = record(keeper(), points, 1_000);
        died.left(points.get(99).at());
        assertThat(trips()).isEmpty();
        keeper().ended(row, points.get(99).at() + 60_000);
        assertThat(trips()).hasSize(1);
        keeper().ended(row, points.get(99).at() + 60_000);
        assertThat(trips()).hasSize(1);
        assertThat(trips().get(0).points()).isEqualTo(100);
    }

    @Test
    void should_make_no_trip_of_who_went_nowhere_and_keep_nothing_of_who_wants_no_history() {
        List<LocationPoint> parked =
                new Drive(new Position(47.14, 9.52), 3, 4).stand(1_000).points();
        HistoryKeeper keeper = record(keeper(), parked, 10_000);
        keeper.ended(row, parked.get(999).at());
        assertThat(stored()).hasSize(1_000);
        assertThat(trips()).isEmpty();
        assertThat(keeper.isIdle()).isTrue();
    }
}
