package io.parley.simulator.rides;

import io.parley.simulator.judge.track.TrackHistory;
import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.judge.track.TrackHistory.TripStory;
import io.parley.simulator.judge.track.TrackHistory.Upset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Numbers of a run, beside what the judge says: how long points took, how far off trips are, while nothing was broken. */
final class Delays {
    private Delays() {}

    static Map<String, Double> of(TrackHistory history) {
        Set<String> put = new HashSet<>();
        for (Sent sent : history.sent()) {
            if (sent.putAt() != TrackHistory.NEVER) {
                put.add(sent.track() + " " + sent.at());
            }
        }
        Map<String, List<Span>> upsets = new HashMap<>();
        for (Upset upset : history.upsets()) {
            upsets.computeIfAbsent(upset.user(), key -> new ArrayList<>()).add(upset.when());
        }
        List<Double> millis = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        for (Sighting it : history.sightings()) {
            Publisher publisher = history.publishers().get(it.track());
            boolean first = counted.add(it.viewer() + " " + it.track() + " " + it.at());
            if (first
                    && publisher != null
                    && put.contains(it.track() + " " + it.at())
                    && isCalm(history.disturbances(), it)
                    && isCalm(upsets.getOrDefault(publisher.user(), List.of()), it)
                    && isCalm(upsets.getOrDefault(it.viewer(), List.of()), it)) {
                millis.add((double) (it.arrivedAt() - it.at()));
            }
        }
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put("points_put", (double) put.size());
        if (!millis.isEmpty()) {
            millis.sort(null);
            numbers.put("measured_to_seen_ms_p50", millis.get(millis.size() / 2));
            numbers.put("measured_to_seen_ms_p99", millis.get(millis.size() * 99 / 100));
        }
        trips(history, numbers);
        return numbers;
    }

    private static boolean isCalm(List<Span> spans, Sighting sighting) {
        return spans.stream().noneMatch(it -> it.from() <= sighting.arrivedAt() && it.until() >= sighting.at());
    }

    private static void trips(TrackHistory history, Map<String, Double> numbers) {
        List<Double> off = new ArrayList<>();
        double metres = 0;
        for (TripStory trip : history.trips()) {
            Publisher publisher = history.publishers().get(trip.track());
            if (trip.found() && publisher != null) {
                double driven = publisher.truth().metres(trip.from(), trip.until());
                off.add(Math.abs(trip.metres() - driven));
                metres += driven;
            }
        }
        if (!off.isEmpty()) {
            off.sort(null);
            numbers.put("trips", (double) off.size());
            numbers.put("trip_metres_mean", metres / off.size());
            numbers.put("trip_metres_off_p50", off.get(off.size() / 2));
            numbers.put("trip_metres_off_max", off.get(off.size() - 1));
        }
    }
}
