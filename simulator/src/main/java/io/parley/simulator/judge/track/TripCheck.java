package io.parley.simulator.judge.track;

import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.TripStory;
import java.util.LongSummaryStatistics;

/** A trip is sealed when its track is over, has its beginning and end, and is about as long as what was driven. */
final class TripCheck {
    /** The first and last points may not have come through when something broke just then. */
    private static final long ENDS_MILLIS = 20_000;

    private final TrackHistory history;
    private final TrackJudge.Bounds bounds;
    private final TrackFindings findings;

    TripCheck(TrackHistory history, TrackJudge.Bounds bounds, TrackFindings findings) {
        this.history = history;
        this.bounds = bounds;
        this.findings = findings;
    }

    void check() {
        history.trips().forEach(this::check);
    }

    private void check(TripStory trip) {
        findings.looked("trips");
        LongSummaryStatistics sent = history.sent().stream()
                .filter(it -> it.track().equals(trip.track()) && it.putAt() != TrackHistory.NEVER)
                .mapToLong(Sent::at)
                .summaryStatistics();
        Publisher publisher = history.publishers().get(trip.track());
        if (publisher == null || sent.getCount() == 0) {
            return;
        }
        if (!trip.found()) {
            findings.found(TrackFault.TRIP_WRONG, trip.track() + " has no trip, of " + sent.getCount() + " points");
            return;
        }
        if (trip.from() > sent.getMin() + ENDS_MILLIS || trip.until() < sent.getMax() - ENDS_MILLIS) {
            findings.found(
                    TrackFault.TRIP_WRONG,
                    trip.track() + ": trip from " + trip.from() + " to " + trip.until() + ", points from "
                            + sent.getMin() + " to " + sent.getMax());
        }
        double driven = publisher.truth().metres(trip.from(), trip.until());
        double off = Math.abs(trip.metres() - driven);
        if (off > bounds.tripMetres() + bounds.tripShare() * driven) {
            findings.found(
                    TrackFault.TRIP_WRONG,
                    trip.track() + ": trip of " + Math.round(trip.metres()) + " m, driven were " + Math.round(driven));
        }
    }
}
