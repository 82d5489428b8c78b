package io.parley.broker.location;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Field;
import io.parley.broker.storage.PointFilters;
import io.parley.broker.storage.PointFilters.Filter;
import io.parley.broker.storage.TrackSettings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The fields of {@code track/settings}. What is not given stays as it is. */
final class TrackTuning {
    private static final long DAY_MILLIS = 86_400_000;

    static final List<Field> FIELDS = List.of(
            Field.track("track"),
            Field.number("historyDays", 0, TrackSettings.HISTORY_DAYS_MAX).optional(),
            period("close"),
            period("list"),
            period("idle"),
            Field.someOf(
                            "filters",
                            Arrays.stream(Filter.values()).map(Filter::code).toArray(String[]::new))
                    .optional(),
            Field.number("future", 0, DAY_MILLIS).optional(),
            Field.number("stale", 1, 366 * DAY_MILLIS).optional(),
            Field.number("speed", 1, 10_000).optional(),
            Field.number("distance", 0, 100_000).optional(),
            Field.number("still", 0, DAY_MILLIS).optional(),
            Field.number("period", 0, DAY_MILLIS).optional());

    private TrackTuning() {}

    private static Field period(String name) {
        return Field.number(name, TrackSettings.PERIOD_MILLIS_MIN, TrackSettings.PERIOD_MILLIS_MAX)
                .optional();
    }

    static TrackSettings of(TrackSettings old, Arguments given) {
        PointFilters filters = old.filters();
        PointFilters tuned = new PointFilters(
                given.has("filters") ? on(given.texts("filters")) : filters.on(),
                given.numberIf("future").orElse(filters.futureMillis()),
                given.numberIf("stale").orElse(filters.staleMillis()),
                given.has("speed") ? given.number("speed") : filters.speedMax(),
                given.has("distance") ? given.number("distance") : filters.distanceMetres(),
                given.numberIf("still").orElse(filters.stillMillis()),
                given.numberIf("period").orElse(filters.periodMillis()));
        return new TrackSettings(
                tuned,
                (int) given.numberIf("historyDays").orElse(old.historyDays()),
                given.numberIf("close").orElse(old.closeMillis()),
                given.numberIf("list").orElse(old.listMillis()),
                given.numberIf("idle").orElse(old.idleMillis()));
    }

    private static Set<Filter> on(List<String> codes) {
        Set<Filter> on = EnumSet.noneOf(Filter.class);
        codes.forEach(code -> Filter.ofCode(code).ifPresent(on::add));
        return on;
    }
}
