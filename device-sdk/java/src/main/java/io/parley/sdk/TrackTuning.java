package io.parley.sdk;

import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often positions of a track are wanted, which are dropped, and how long they are kept. What is not set stays as it is.
 * Immutable.
 */
public final class TrackTuning {
    public static final TrackTuning NOTHING = new TrackTuning(Map.of(), Optional.empty());

    private final Map<String, Long> numbers;
    private final Optional<List<String>> filters;

    private TrackTuning(Map<String, Long> numbers, Optional<List<String>> filters) {
        this.numbers = Map.copyOf(numbers);
        this.filters = filters;
    }

    private TrackTuning with(String field, long value) {
        Map<String, Long> all = new TreeMap<>(numbers);
        all.put(field, value);
        return new TrackTuning(all, filters);
    }

    /** @param days 0: nothing is kept */
    public TrackTuning historyDays(int days) {
        return with("historyDays", days);
    }

    /** While somebody watches closely, while it is a line in lists, while nobody looks: 0.1 s to a day. */
    public TrackTuning periods(Duration close, Duration list, Duration idle) {
        return with("close", close.toMillis()).with("list", list.toMillis()).with("idle", idle.toMillis());
    }

    /** @param names of {@code duplicate}, {@code future}, {@code stale}, {@code jump}, {@code distance}, {@code period}: those that are on */
    public TrackTuning filters(List<String> names) {
        return new TrackTuning(numbers, Optional.of(List.copyOf(names)));
    }

    /** @param metresPerSecond what moves faster than this has jumped */
    public TrackTuning speedMax(int metresPerSecond) {
        return with("speed", metresPerSecond);
    }

    /** @param distance less than this is no move, with the filter of that name */
    public TrackTuning still(int distance, Duration passedAllTheSame) {
        return with("distance", distance).with("still", passedAllTheSame.toMillis());
    }

    JsonText into(JsonText json) {
        numbers.forEach(json::and);
        return json.and("filters", filters.orElse(null));
    }
}
