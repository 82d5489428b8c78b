package io.parley.broker.location.fence;

import io.parley.broker.storage.Fence;
import io.parley.broker.storage.Fence.Crossing;
import io.parley.broker.storage.FenceId;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.FenceState;
import io.parley.broker.storage.Position;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows one track in and out of its fences. A state machine of one thread, told the time, Unix milliseconds.
 *
 * <p>Who is outside is in when a point lies inside by the margin, and none says otherwise for the fence's settling time;
 * who is inside is out when one lies outside by it, and so on. The margin is the fence's own or the point's accuracy, the
 * larger, but never more than half the depth of the fence, else one could not come in at all.
 *
 * <p>Holds at every moment: crossings of one fence are numbered 1, 2, 3 …, enter and exit in turns, dwell between them at most once.
 */
final class FenceWatch {
    /** An accuracy this bad says nothing about fences; such a point is passed over. */
    static final double ACC_MAX_METRES = 500;
    /** So long after a track was last heard of nobody knows whether one is near it. */
    static final long CENTRE_MILLIS_MAX = 300_000;

    private static final class Watched {
        private final Fence fence;
        private FenceState state;
        private @Nullable Area area;
        /** When the first point lay on the other side, as the point says; below 0 if the last one did not. */
        private long crossedAt = -1;
        /** When it came, as the clock says. */
        private long heardAt;

        private boolean dwelt;

        Watched(Fence fence, FenceState state) {
            this.fence = fence;
            this.state = state;
            this.dwelt = state.last() == Crossing.DWELL;
        }

        /** Whether a point elsewhere or time alone may change it. */
        boolean isActive() {
            return state.inside() || crossedAt >= 0;
        }
    }

    private final TrackName track;
    private final Map<FenceId, Watched> watched = new HashMap<>();
    private final Map<TrackName, LocationPoint> centres = new HashMap<>();
    private final Set<Watched> active = new LinkedHashSet<>();
    private final Set<Watched> moving = new LinkedHashSet<>();
    private FenceIndex<Watched> index = new FenceIndex<>();
    private @Nullable LocationPoint last;

    FenceWatch(TrackName track) {
        this.track = track;
    }

    /**
     * These are its fences from now on. Those that are followed already go on as they are.
     *
     * @param states what is stored of them; what is not about these very fences is not heeded
     */
    void fences(Collection<Fence> fences, Collection<FenceState> states) {
        Map<FenceId, FenceState> stored = new HashMap<>();
        states.forEach(state -> stored.put(state.fence(), state));
        Map<FenceId, Watched> former = new HashMap<>(watched);
        watched.clear();
        active.clear();
        moving.clear();
        index = new FenceIndex<>();
        for (Fence fence : fences) {
            Watched same = former.get(fence.id());
            Watched it = same != null && same.fence.equals(fence) ? same : new Watched(fence, known(stored, fence));
            watched.put(fence.id(), it);
            watch(it);
        }
    }

    private FenceState known(Map<FenceId, FenceState> stored, Fence fence) {
        FenceState state = stored.get(fence.id());
        return state != null && state.fenceMade() == fence.createdAt() ? state : FenceState.initial(track, fence);
    }

    private void watch(Watched it) {
        if (it.fence.shape() instanceof FenceShape.Around) {
            moving.add(it);
        } else {
            Area area = it.area != null ? it.area : areaOf(it).orElseThrow();
            it.area = area;
            index.add(area.bounds().orElseThrow(), it);
        }
        if (it.isActive()) {
            active.add(it);
        }
    }

    private Optional<Area> areaOf(Watched it) {
        return Area.of(it.fence.shape(), around -> centre(around.track()));
    }

    private Optional<Position> centre(TrackName of) {
        LocationPoint centre = centres.get(of);
        LocationPoint here = last;
        if (centre == null || here == null || Math.abs(centre.at() - here.at()) > CENTRE_MILLIS_MAX) {
            return Optional.empty();
        }
        return Optional.of(new Position(centre.lat(), centre.lon()));
    }

    /** The tracks its moving fences are around. */
    Set<TrackName> centres() {
        Set<TrackName> names = new LinkedHashSet<>();
        for (Watched it : moving) {
            if (it.fence.shape() instanceof FenceShape.Around around) {
                names.add(around.track());
            }
        }
        return names;
    }

    /** Where one of those tracks is. */
    List<FenceState> centre(TrackName of, LocationPoint at, long now) {
        LocationPoint before = centres.put(of, at);
        LocationPoint here = last;
        List<FenceState> crossings = new ArrayList<>();
        if (here != null && (before == null || before.at() < at.at())) {
            for (Watched it : List.copyOf(moving)) {
                if (it.fence.shape() instanceof FenceShape.Around around
                        && around.track().equals(of)) {
                    look(it, here, Math.max(here.at(), at.at()), now, crossings);
                }
            }
        }
        return crossings;
    }

    /** A point that was taken. The crossings it made, told or not, in the order in which they are to be. */
    List<FenceState> point(LocationPoint point, long now) {
        List<FenceState> crossings = new ArrayList<>();
        if (point.acc() > ACC_MAX_METRES) {
            return crossings;
        }
        last = point;
        Set<Watched> candidates = new LinkedHashSet<>(active);
        candidates.addAll(moving);
        index.near(new Position(point.lat(), point.lon()), candidates::add);
        for (Watched it : candidates) {
            look(it, point, point.at(), now, crossings);
        }
        return crossings;
    }

    private void look(Watched it, LocationPoint point, long at, long now, List<FenceState> crossings) {
        Area area = it.area != null ? it.area : areaOf(it).orElse(null);
        if (area == null) {
            return;
        }
        double acc = Double.isNaN(point.acc()) ? 0 : point.acc();
        double margin = Math.max(it.fence.marginMetres(), acc);
        double outside = area.metresOutside(new Position(point.lat(), point.lon()));
        boolean beyond = it.state.inside() ? outside > margin : outside <= -Math.min(margin, area.depthMetres() / 2);
        if (!beyond) {
            it.crossedAt = -1;
        } else if (it.crossedAt < 0) {
            it.crossedAt = at;
            it.heardAt = now;
        }
        settle(it, at, now, crossings);
        keepActive(it);
    }

    private void keepActive(Watched it) {
        if (it.isActive()) {
            active.add(it);
        } else {
            active.remove(it);
        }
    }

    /** Time alone: what nothing has spoken against for long enough is so. */
    List<FenceState> tick(long now) {
        List<FenceState> crossings = new ArrayList<>();
        for (Watched it : List.copyOf(active)) {
            long heard = it.crossedAt < 0 ? 0 : it.crossedAt + Math.max(0, now - it.heardAt);
            settle(it, Math.max(heard, Math.min(now, dwellKnown(it, now))), now, crossings);
            keepActive(it);
        }
        return crossings;
    }

    /** Who was inside when last heard of, not too long ago, is taken to be there still. */
    private long dwellKnown(Watched it, long now) {
        LocationPoint here = last;
        return it.state.inside() && here != null && now - here.at() <= CENTRE_MILLIS_MAX ? now : 0;
    }

    private void settle(Watched it, long at, long now, List<FenceState> crossings) {
        if (it.state.inside() && !it.dwelt && it.crossedAt < 0 && it.fence.on().contains(Crossing.DWELL)) {
            if (at - it.state.at() >= it.fence.dwellMillis()) {
                it.dwelt = true;
                cross(it, Crossing.DWELL, it.state.at() + it.fence.dwellMillis(), now, crossings);
            }
        }
        if (it.crossedAt >= 0 && at - it.crossedAt >= it.fence.settleMillis()) {
            Crossing crossing = it.state.inside() ? Crossing.EXIT : Crossing.ENTER;
            it.dwelt = false;
            cross(it, crossing, it.crossedAt, now, crossings);
            it.crossedAt = -1;
        }
    }

    private void cross(Watched it, Crossing crossing, long at, long now, List<FenceState> crossings) {
        FenceState before = it.state;
        it.state = new FenceState(
                track,
                it.fence.id(),
                it.fence.createdAt(),
                before.crossings() + 1,
                crossing,
                Math.min(at, now),
                crossing != Crossing.EXIT,
                !it.fence.on().contains(crossing));
        crossings.add(it.state);
    }

    /** Whether it is followed at all. */
    boolean isEmpty() {
        return watched.isEmpty();
    }

    Optional<Fence> fence(FenceId id) {
        return Optional.ofNullable(watched.get(id)).map(it -> it.fence);
    }
}
