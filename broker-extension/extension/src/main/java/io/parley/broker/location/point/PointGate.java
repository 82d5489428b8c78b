package io.parley.broker.location.point;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.PointFilters;
import io.parley.broker.storage.PointFilters.Filter;
import io.parley.protocol.json.LocationPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes or drops the points of one track, and counts what it drops. A state machine of one thread, told the time.
 *
 * <p>Holds at every moment: what was taken goes forward in time. One jump is dropped, but not {@value #JUMPS_MAX} that
 * agree with each other: then it was the point before that was wrong, or the track was carried where nothing was heard of it.
 */
public final class PointGate {
    /** Points that follow from one another, and not from the last one taken, until they are believed. */
    static final int JUMPS_MAX = 3;

    /** Farther apart than the accuracies of the two is a move; a point without one is taken to be good to so many metres. */
    private static final double ACC_DEFAULT_METRES = 0;
    /** So bad an accuracy says nothing of moves any more. */
    private static final double ACC_MAX_METRES = 1_000;

    private PointFilters filters;
    private final Map<Dropped, Long> counts = new EnumMap<>(Dropped.class);
    private @Nullable LocationPoint last;
    private @Nullable LocationPoint jumped;
    private int jumps;

    /** @param last the newest one taken before, null if there is none */
    public PointGate(PointFilters filters, @Nullable LocationPoint last) {
        this.filters = filters;
        this.last = last;
    }

    /** From now on others apply. */
    public void filters(PointFilters changed) {
        filters = changed;
    }

    /**
     * Why it is dropped; empty if it is taken, and is the last one now.
     *
     * @param now Unix milliseconds
     */
    public Optional<Dropped> take(LocationPoint point, long now) {
        Dropped why = fault(point, now);
        if (why == null) {
            last = point;
            jumped = null;
            jumps = 0;
            return Optional.empty();
        }
        counts.merge(why, 1L, Long::sum);
        return Optional.of(why);
    }

    private @Nullable Dropped fault(LocationPoint point, long now) {
        if (filters.has(Filter.FUTURE) && point.at() > now + filters.futureMillis()) {
            return Dropped.FUTURE;
        }
        if (filters.has(Filter.STALE) && point.at() < now - filters.staleMillis()) {
            return Dropped.STALE;
        }
        LocationPoint before = last;
        return before == null ? null : faultAfter(before, point);
    }

    private @Nullable Dropped faultAfter(LocationPoint before, LocationPoint point) {
        long millis = point.at() - before.at();
        if (millis < 0) {
            return Dropped.OUT_OF_ORDER;
        }
        if (millis == 0 && filters.has(Filter.DUPLICATE)) {
            return Dropped.DUPLICATE;
        }
        if (filters.has(Filter.PERIOD) && millis < filters.periodMillis()) {
            return Dropped.PERIOD;
        }
        if (filters.has(Filter.JUMP) && isJump(before, point) && !isBelieved(point)) {
            return Dropped.JUMP;
        }
        if (filters.has(Filter.DISTANCE) && millis < filters.stillMillis() && !hasMoved(before, point)) {
            return Dropped.DISTANCE;
        }
        return null;
    }

    /** The uncertainty of both is given to it, so that two bad points close in time are no jump. */
    private boolean isJump(LocationPoint from, LocationPoint to) {
        double free = uncertainty(from) + uncertainty(to);
        double seconds = Math.max(1, (to.at() - from.at()) / 1000.0);
        return metres(from, to) - free > filters.speedMax() * seconds;
    }

    private boolean isBelieved(LocationPoint point) {
        LocationPoint former = jumped;
        boolean follows = former != null && point.at() > former.at() && !isJump(former, point);
        if (former == null || point.at() > former.at()) {
            jumped = point;
            jumps = follows ? jumps + 1 : 1;
        }
        return jumps >= JUMPS_MAX;
    }

    private boolean hasMoved(LocationPoint from, LocationPoint to) {
        double needed = Math.max(filters.distanceMetres(), Math.max(uncertainty(from), uncertainty(to)));
        return metres(from, to) >= needed;
    }

    private static double uncertainty(LocationPoint point) {
        return Double.isNaN(point.acc()) ? ACC_DEFAULT_METRES : Math.min(point.acc(), ACC_MAX_METRES);
    }

    private static double metres(LocationPoint from, LocationPoint to) {
        return Earth.metres(from.lat(), from.lon(), to.lat(), to.lon());
    }

    public @Nullable LocationPoint last() {
        return last;
    }

    /** How many were dropped, by reason; none that are zero. A copy. */
    public Map<Dropped, Long> counts() {
        return Map.copyOf(counts);
    }
}
