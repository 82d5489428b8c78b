package io.parley.broker.location.follow;

import io.parley.broker.location.TrackFollower;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.storage.Track;
import io.parley.protocol.TrackName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * Makes those that follow tracks, and wakes them once a second. The owner's thread only hands over; the work is done on two
 * threads of its own, the work of one track one step after the other.
 */
public final class Following implements TrackFollower.Source, AutoCloseable {
    private static final int THREADS = 2;
    private static final long TICK_MILLIS = 1_000;
    /** A track that was left is let go after so long, whatever is still under way. */
    private static final long LEFT_MILLIS_MAX = 60_000;
    /** What closing waits for, so that what was gathered is written. */
    private static final long CLOSE_SECONDS = 5;

    /** What makes one that follows: for a track, on its strand. */
    @FunctionalInterface
    public interface Maker extends BiFunction<TrackName, Strand, Keeper> {}

    private final List<Maker> makers;
    private final Clock clock;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    public Following(List<Maker> makers, Clock clock) {
        this.makers = List.copyOf(makers);
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                THREADS, task -> daemon(task, "parley-follow-" + number.incrementAndGet()));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "parley-follow-timer"));
        var unused = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public TrackFollower of(TrackName track) {
        Strand strand = new Strand(threads);
        List<Keeper> keepers = new ArrayList<>();
        makers.forEach(maker -> keepers.add(maker.apply(track, strand)));
        Follower follower = new Follower(strand, keepers);
        followers.add(follower);
        return follower;
    }

    private void tick() {
        followers.forEach(Follower::tick);
    }

    /** Tracks that are followed here. */
    public int followed() {
        return followers.size();
    }

    /** Blocks for some seconds at most. */
    @Override
    public void close() {
        timer.shutdownNow();
        followers.forEach(Follower::left);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        while (!followers.isEmpty() && System.nanoTime() - deadline < 0) {
            followers.forEach(Follower::tick);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        threads.shutdownNow();
    }

    private final class Follower implements TrackFollower {
        private final Strand strand;
        private final List<Keeper> keepers;
        /** Touched on the strand alone. */
        private long leftAt = Long.MAX_VALUE;

        Follower(Strand strand, List<Keeper> keepers) {
            this.strand = strand;
            this.keepers = keepers;
        }

        @Override
        public void changed(Track track) {
            long now = clock.millis();
            strand.execute(() -> keepers.forEach(keeper -> keeper.changed(track, now)));
        }

        @Override
        public void refreshed() {
            long now = clock.millis();
            strand.execute(() -> keepers.forEach(keeper -> keeper.refreshed(now)));
        }

        @Override
        public void accepted(Track track, TrackPoint point, long now) {
            strand.execute(() -> keepers.forEach(keeper -> keeper.accepted(track, point, now)));
        }

        @Override
        public void ended(Track track, long now) {
            strand.execute(() -> keepers.forEach(keeper -> keeper.ended(track, now)));
        }

        @Override
        public void left() {
            long now = clock.millis();
            strand.execute(() -> {
                if (leftAt == Long.MAX_VALUE) {
                    leftAt = now;
                    keepers.forEach(keeper -> keeper.left(now));
                }
                goIfDone(now);
            });
        }

        void tick() {
            long now = clock.millis();
            strand.execute(() -> {
                keepers.forEach(keeper -> keeper.tick(now));
                goIfDone(now);
            });
        }

        private void goIfDone(long now) {
            boolean left = leftAt != Long.MAX_VALUE;
            if (left && (now - leftAt > LEFT_MILLIS_MAX || keepers.stream().allMatch(Keeper::isIdle))) {
                followers.remove(this);
            }
        }
    }
}
