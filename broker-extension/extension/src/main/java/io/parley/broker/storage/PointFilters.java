package io.parley.broker.storage;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which points of a track are dropped. Points older than the newest one are always.
 *
 * @param on the filters that are switched on
 * @param futureMillis a point may be ahead of the server's clock by this much
 * @param staleMillis a point may be this old when it comes
 * @param speedMax faster than this between two points is a jump, metres a second
 * @param distanceMetres less than this from the last one, or less than the uncertainty of the two, is no move
 * @param stillMillis after so long one that has not moved is passed all the same
 * @param periodMillis points are at least this far apart
 */
public record PointFilters(
        Set<Filter> on,
        long futureMillis,
        long staleMillis,
        double speedMax,
        double distanceMetres,
        long stillMillis,
        long periodMillis) {
    /** What a point may be dropped for at wish. */
    public enum Filter {
        /** Of the very time of the one before. */
        DUPLICATE("duplicate"),
        /** Measured in the future. */
        FUTURE("future"),
        /** Measured too long ago. */
        STALE("stale"),
        /** Nobody moves so fast. */
        JUMP("jump"),
        /** Has not moved by more than the uncertainty. */
        DISTANCE("distance"),
        /** Too soon after the one before. */
        PERIOD("period");

        private final String code;

        Filter(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Filter> ofCode(String code) {
            for (Filter filter : values()) {
                if (filter.code.equals(code)) {
                    return Optional.of(filter);
                }
            }
            return Optional.empty();
        }
    }

    /** All but {@link Filter#DISTANCE}: a viewer wants to know that somebody stands still, not only where they once stood. */
    public static final PointFilters DEFAULT = new PointFilters(
            EnumSet.complementOf(EnumSet.of(Filter.DISTANCE)), 60_000, 86_400_000, 150, 5, 60_000, 100);

    public PointFilters {
        on = Set.copyOf(on);
        if (futureMillis < 0
                || staleMillis < 1
                || !(speedMax > 0 && speedMax < Double.POSITIVE_INFINITY)
                || !(distanceMetres >= 0 && distanceMetres < Double.POSITIVE_INFINITY)
                || stillMillis < 0
                || periodMillis < 0) {
            throw new IllegalArgumentException("a bound is out of range: future " + futureMillis + " ms, stale "
                    + staleMillis + " ms, speed " + speedMax + " m/s, distance " + distanceMetres + " m, still "
                    + stillMillis + " ms, period " + periodMillis + " ms");
        }
    }

    public boolean has(Filter filter) {
        return on.contains(filter);
    }
}
