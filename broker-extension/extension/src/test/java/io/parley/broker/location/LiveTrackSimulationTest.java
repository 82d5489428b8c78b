package io.parley.broker.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Track;
import io.parley.protocol.Precision;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Owner and hubs under loss, delay and replaced owners, from a seed. A failure prints the seed that replays it.
 *
 * <p>Held at every point shown: it goes forward; the viewer was let see it by a row that was in force when it was accepted;
 * and a second after a row that takes the right away is in force, nothing is shown any more. Held when the network is well
 * again: whoever may see it has the newest point.
 */
class LiveTrackSimulationTest {
    private static final long SECOND = 1_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void should_show_the_newest_to_whom_it_is_for_and_nothing_to_others(long seed) {
        TrackWorld world = new TrackWorld(seed);
        List<TrackWorld.Looker> lookers = new ArrayList<>();
        for (String user : List.of("ada", "ben", "cleo", "dan")) {
            TrackWorld.Looker looker = world
            .new Looker(
                    user,
                    world.random.nextBoolean() ? "one" : "two",
                    world.random.nextInt(4) == 0 ? Need.LIST : Need.CLOSE);
            lookers.add(looker);
            looker.look();
        }
        world.every(SECOND, () -> world.publish(world.now));
        world.loss = seed % 3 == 0 ? 0 : 0.1;
        for (int round = 0; round < 30; round++) {
            world.run(200 + world.random.nextInt(6_000));
            step(world);
        }
        world.loss = 0;
        world.run(60 * SECOND);

        long gone = gone(world);
        for (TrackWorld.Looker looker : lookers) {
            check(world, looker, seed);
            if (mayView(world.row, looker.user)) {
                long age = looker.need == Need.LIST ? 17 * SECOND : 3 * SECOND;
                long newest = looker.shown.get(looker.shown.size() - 1).measured();
                assertThat(newest)
                        .as("seed %d: what %s sees at the end", seed, looker.user)
                        .isGreaterThanOrEqualTo(world.newestAccepted - age);
            }
        }
        assertThat(world.newestAccepted).as("seed %d: points go on", seed).isGreaterThan(world.now - 3 * SECOND);
        assertThat(gone).isNotNegative();
    }

    private static long gone(TrackWorld world) {
        return world.rows.size() - 1L;
    }

    private static void step(TrackWorld world) {
        switch (world.random.nextInt(5)) {
            case 0 -> world.replaceOwner(true);
            case 1 -> world.replaceOwner(false);
            default -> {
                List<Participant> participants = new ArrayList<>();
                for (TrackWorld.Looker looker : world.lookers) {
                    if (world.random.nextBoolean()) {
                        participants.add(TrackWorld.viewer(
                                looker.user, world.random.nextBoolean() ? Precision.EXACT : Precision.CITY));
                    }
                }
                world.change(TrackWorld.with(world.row, participants, world.now));
            }
        }
    }

    private static boolean mayView(Track row, UserName user) {
        return TrackRules.seenBy(row, user, false).isPresent();
    }

    private static void check(TrackWorld world, TrackWorld.Looker looker, long seed) {
        long before = Long.MIN_VALUE;
        for (TrackWorld.Shown shown : looker.shown) {
            String what = "seed " + seed + ": " + looker.user + " at " + shown.at();
            assertThat(shown.measured()).as(what + ", order").isGreaterThanOrEqualTo(before);
            before = shown.measured();
            long allowedLately = world.rows.values().stream()
                    .filter(row -> mayView(row, looker.user))
                    .filter(row -> isLive(world, row, shown.at()))
                    .count();
            assertThat(allowedLately)
                    .as(what + ", entitled within the last second")
                    .isPositive();
        }
    }

    /** Whether the row counted at some moment of the second before: its successor was not yet in force for longer. */
    private static boolean isLive(TrackWorld world, Track row, long at) {
        Long successor = world.inForceSince.get(row.version() + 1);
        return successor == null || successor + SECOND >= at;
    }
}
