package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.broker.location.history.HistoryObserver;

/** {@link HistoryObserver} as meters. */
final class HistoryMeters implements HistoryObserver {
    private final Counter written;
    private final Counter lost;
    private final Counter trips;
    private final Counter thinned;
    private final Counter kept;

    HistoryMeters(MeterRegistry registry) {
        written = counter(registry, "parley.history.points.written", "Points written to histories");
        lost = counter(registry, "parley.history.points.lost", "Points given up because the store did not take them");
        trips = counter(registry, "parley.history.trips", "Trips sealed");
        thinned = counter(registry, "parley.history.trip.points", "Points of sealed trips, as they came");
        kept = counter(registry, "parley.history.trip.points.kept", "Points of sealed trips that were kept");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    @Override
    public void written(int points) {
        written.increment(points);
    }

    @Override
    public void lost(int points) {
        lost.increment(points);
    }

    @Override
    public void sealed(int points, int keptPoints) {
        trips.increment();
        thinned.increment(points);
        kept.increment(keptPoints);
    }
}
