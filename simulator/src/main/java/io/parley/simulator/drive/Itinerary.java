package io.parley.simulator.drive;

import io.parley.simulator.judge.track.Truth;
import io.parley.simulator.map.Place;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Journey after journey of one traveller, standing between them; grows while it happens. Not safe for threads. */
public final class Itinerary implements Truth {
    private final Place home;
    private final TreeMap<Long, Journey> journeys = new TreeMap<>();

    public Itinerary(Place home) {
        this.home = home;
    }

    /** @param from Unix milliseconds, not before the last journey's end */
    public void go(long from, Journey journey) {
        if (!hasArrived(from)) {
            throw new IllegalArgumentException("a journey from " + from + " begins before the last one has ended");
        }
        journeys.put(from, journey);
    }

    /** Whether all journeys are over by then. */
    public boolean hasArrived(long millis) {
        return journeys.isEmpty() || millis >= end(journeys.lastEntry());
    }

    private static long end(Map.Entry<Long, Journey> journey) {
        return journey.getKey() + journey.getValue().length().toMillis();
    }

    public Motion motion(long millis) {
        Map.Entry<Long, Journey> journey = journeys.floorEntry(millis);
        if (journey != null) {
            return journey.getValue().at(Duration.ofMillis(millis - journey.getKey()));
        }
        return Motion.at(
                journeys.isEmpty()
                        ? home
                        : journeys.firstEntry().getValue().at(Duration.ZERO).place());
    }

    @Override
    public Place at(long millis) {
        return motion(millis).place();
    }

    @Override
    public double metres(long from, long until) {
        double sum = 0;
        for (Map.Entry<Long, Journey> journey : journeys.headMap(until, true).entrySet()) {
            Duration begin = Duration.ofMillis(Math.max(0, from - journey.getKey()));
            Duration end = Duration.ofMillis(until - journey.getKey());
            sum += Math.max(
                    0, journey.getValue().metresAt(end) - journey.getValue().metresAt(begin));
        }
        return sum;
    }
}
