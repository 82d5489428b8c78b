package io.parley.broker.location.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.location.TrackAccess;
import io.parley.broker.location.TrackEdit;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.earth.Earth;
import io.parley.broker.location.follow.Conversation;
import io.parley.broker.location.follow.Strand;
import io.parley.broker.location.follow.Telling;
import io.parley.broker.storage.Fence;
import io.parley.broker.storage.Fence.Crossing;
import io.parley.broker.storage.FenceId;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.FenceEvent;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners die between storing a crossing, telling it and storing that; conversations do not answer: each is told once all the same. */
class ToldOnceAfterCrashTest {
    private static final TrackName CAR = new TrackName("car");
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final Position HOME = new Position(47.14, 9.52);
    private static final long START = 1_700_000_000_000L;

    private long now = START;
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
    private final MemoryStorage storage = new MemoryStorage(Runnable::run);

    private static Track track(List<Participant> participants) {
        return TrackEdit.first(CAR, ALICE, Track.Kind.SHARE, START)
                .participants(participants)
                .at(START);
    }

    private FenceKeeper keeper(Conversation conversation) {
        return new FenceKeeper(
                CAR,
                new Strand(Runnable::run),
                new FenceKeeper.Parts(
                        storage.fences(),
                        new TrackAccess(storage.tracks(), storage.groups()),
                        new Telling(conversation),
                        track -> CompletableFuture.completedStage(Optional.empty()),
                        FenceObserver.NONE,
                        clock));
    }

    private void fenceOfBob() {
        storage.fences()
                .create(new Fence(
                        new FenceId(BOB, "home"),
                        "",
                        new FenceShape.Circle(HOME, 100),
                        List.of(CAR),
                        Set.of(Crossing.ENTER, Crossing.EXIT),
                        1,
                        10,
                        0,
                        ConversationId.chat(ALICE, BOB),
                        START))
                .toCompletableFuture()
                .join();
    }

    private static TrackPoint point(Position place, long at) {
        return new TrackPoint(ALICE, LocationPoint.of(place.lat(), place.lon(), at, 5), Content.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void should_tell_each_crossing_once_and_in_order(long seed) throws BadBodyException {
        Random random = new Random(seed);
        fenceOfBob();
        Track row = track(List.of(new Participant(BOB, false, true, Precision.EXACT)));
        Conversation conversation = new Conversation(() -> random.nextInt(3) == 0, () -> random.nextInt(3) == 0);
        FenceKeeper keeper = keeper(conversation);
        keeper.changed(row, now);
        boolean inside = false;
        int crossings = 0;
        for (int i = 0; i < 400; i++) {
            now += 1_000;
            if (random.nextInt(10) == 0) {
                inside = !inside;
                crossings++;
            }
            keeper.accepted(row, point(inside ? HOME : Earth.towards(HOME, 1, 500), now), now);
            keeper.tick(now);
            if (random.nextInt(8) == 0) {
                keeper = keeper(conversation);
                keeper.changed(row, now);
            }
        }
        for (int i = 0; i < 100; i++) {
            now += 3_000;
            keeper.tick(now);
        }
        for (int i = 0; i < conversation.log.size(); i++) {
            FenceEvent event =
                    FenceEvent.parse(conversation.log.get(i).content().toBytes());
            assertThat(conversation.log.get(i).contentType()).isEqualTo(ContentTypes.FENCE);
            assertThat(conversation.log.get(i).from().user()).isEqualTo(BOB);
            assertThat(event.crossing()).as("each number once, none left out").isEqualTo(i + 1);
            assertThat(event.event()).isEqualTo(i % 2 == 0 ? "enter" : "exit");
        }
        assertThat(conversation.log.size()).isBetween(crossings / 2, crossings);
        assertThat(conversation.log.size() % 2 == 1)
                .as("what is told last is so")
                .isEqualTo(inside);
    }

    @Test
    void should_tell_nothing_any_more_once_its_maker_is_taken_out() {
        fenceOfBob();
        Conversation conversation = new Conversation(() -> false, () -> false);
        FenceKeeper keeper = keeper(conversation);
        Track shared = track(List.of(new Participant(BOB, false, true, Precision.EXACT)));
        keeper.changed(shared, now);
        keeper.accepted(shared, point(HOME, now += 1_000), now);
        assertThat(conversation.log).hasSize(1);
        Track coarse = track(List.of(new Participant(BOB, false, true, Precision.CITY)));
        keeper.accepted(coarse, point(Earth.towards(HOME, 1, 500), now += 1_000), now);
        Track alone = track(List.of());
        keeper.accepted(alone, point(HOME, now += 1_000), now);
        assertThat(conversation.log).hasSize(1);
        assertThat(keeper.isIdle()).isTrue();
    }

    @Test
    void should_take_up_a_fence_that_is_made_and_drop_one_that_is_deleted_meanwhile() {
        Conversation conversation = new Conversation(() -> false, () -> false);
        FenceKeeper keeper = keeper(conversation);
        Track row = track(List.of(new Participant(BOB, false, true, Precision.EXACT)));
        keeper.changed(row, now);
        keeper.accepted(row, point(HOME, now += 1_000), now);
        fenceOfBob();
        keeper.refreshed(now);
        keeper.accepted(row, point(HOME, now += 1_000), now);
        assertThat(conversation.log).hasSize(1);
        Fence fence = storage.fences()
                .find(new FenceId(BOB, "home"))
                .toCompletableFuture()
                .join()
                .orElseThrow();
        storage.fences().delete(fence).toCompletableFuture().join();
        keeper.refreshed(now);
        keeper.accepted(row, point(Earth.towards(HOME, 1, 500), now += 1_000), now);
        assertThat(conversation.log).hasSize(1);
    }
}
