package io.parley.broker;

import io.parley.broker.api.Call;
import io.parley.broker.cluster.ClusterNode;
import io.parley.broker.location.TrackAccess;
import io.parley.broker.location.TrackChanges;
import io.parley.broker.location.TrackFollower;
import io.parley.broker.location.TrackNews;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.TrackStatus;
import io.parley.broker.location.fence.FenceCalls;
import io.parley.broker.location.fence.FenceKeeper;
import io.parley.broker.location.follow.Following;
import io.parley.broker.location.follow.Telling;
import io.parley.broker.location.history.HistoryCalls;
import io.parley.broker.location.history.HistoryKeeper;
import io.parley.broker.location.history.HistorySettings;
import io.parley.broker.location.nearest.FleetCalls;
import io.parley.broker.location.ride.RideCalls;
import io.parley.broker.location.ride.RideKeeper;
import io.parley.broker.observe.Meters;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of the composition root that makes what follows tracks: history, fences, rides; and the calls about them. Those
 * that follow need the cluster, whose owners make them: it is handed in before the first one can be made.
 */
final class NodeFollowing implements AutoCloseable {
    private final CassandraStorage storage;
    private final Meters meters;
    private final Clock clock;
    private final TrackAccess access;
    private volatile @Nullable ClusterNode cluster;
    private volatile @Nullable Following following;

    NodeFollowing(CassandraStorage storage, Meters meters, Clock clock) {
        this.storage = storage;
        this.meters = meters;
        this.clock = clock;
        this.access = new TrackAccess(storage.tracks(), storage.groups());
    }

    /** For owners of tracks. One that begins before the cluster is handed in is followed from its next point on. */
    TrackFollower.Source source() {
        return Late::new;
    }

    /** On its owner's thread. */
    private final class Late implements TrackFollower {
        private final TrackName track;
        private @Nullable TrackFollower follower;

        Late(TrackName track) {
            this.track = track;
        }

        private Optional<TrackFollower> follower(Track row) {
            Following ready = following;
            if (follower == null && ready != null) {
                TrackFollower made = ready.of(track);
                made.changed(row);
                follower = made;
            }
            return Optional.ofNullable(follower);
        }

        @Override
        public void changed(Track row) {
            follower(row).ifPresent(it -> it.changed(row));
        }

        @Override
        public void accepted(Track row, TrackPoint point, long now) {
            follower(row).ifPresent(it -> it.accepted(row, point, now));
        }

        @Override
        public void ended(Track row, long now) {
            follower(row).ifPresent(it -> it.ended(row, now));
        }

        @Override
        public void refreshed() {
            if (follower != null) {
                follower.refreshed();
            }
        }

        @Override
        public void left() {
            if (follower != null) {
                follower.left();
            }
        }
    }

    void begin(ClusterNode node) {
        cluster = node;
        Telling telling = new Telling(node);
        TrackChanges changes = new TrackChanges(storage.tracks(), node.tracks());
        HistoryKeeper.Parts history =
                new HistoryKeeper.Parts(storage.points(), HistorySettings.DEFAULT, meters.history(), clock);
        FenceKeeper.Parts fences =
                new FenceKeeper.Parts(storage.fences(), access, telling, this::whereabouts, meters.fences(), clock);
        RideKeeper.Parts rides = new RideKeeper.Parts(changes, telling, clock);
        following = new Following(
                List.of(
                        (track, strand) -> new HistoryKeeper(track, strand, history),
                        (track, strand) -> new FenceKeeper(track, strand, fences),
                        (track, strand) -> new RideKeeper(track, strand, rides)),
                clock);
    }

    private ClusterNode node() {
        return Objects.requireNonNull(cluster, "the cluster is not handed in yet");
    }

    private CompletionStage<Optional<LocationPoint>> whereabouts(TrackName track) {
        return node().tracks()
                .status(track)
                .thenApply(TrackStatus::newest)
                .thenApply(newest -> Optional.ofNullable(newest).map(it -> it.point()));
    }

    List<Call> calls(TrackNews news) {
        ClusterNode node = node();
        TrackChanges changes = new TrackChanges(storage.tracks(), node.tracks());
        return Stream.of(
                        new HistoryCalls(storage.points(), storage.tracks(), access, node.tracks(), clock).calls(),
                        new FenceCalls(storage.fences(), storage.groups(), access, node.tracks(), clock).calls(),
                        new FleetCalls(node.cells(), node.fleets(), storage.groups(), storage.tracks(), clock).calls(),
                        new RideCalls(storage.tracks(), changes, access, node.tracks(), news, new Telling(node), clock)
                                .calls())
                .flatMap(List::stream)
                .toList();
    }

    /** Tracks that are followed here. */
    int followed() {
        Following ready = following;
        return ready == null ? 0 : ready.followed();
    }

    /** Blocks for some seconds at most. */
    @Override
    public void close() {
        Following ready = following;
        if (ready != null) {
            ready.close();
        }
    }
}
