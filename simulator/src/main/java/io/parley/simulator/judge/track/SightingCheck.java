package io.parley.simulator.judge.track;

import io.parley.protocol.Precision;
import io.parley.simulator.judge.track.TrackHistory.Grant;
import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import java.util.HashMap;
import java.util.Map;

/**
 * What is seen was sent, and is where its sender was, as exactly as the viewer may know; over one subscription the newest
 * comes last.
 */
final class SightingCheck {
    /** A receiver that says 10 m is rarely off by more than so many times that. */
    private static final double ERROR_ACCURACIES = 4;

    private static final double ERROR_METRES = 10;

    private final TrackHistory history;
    private final TrackFindings findings;
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, Precision> coarsest = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    SightingCheck(TrackHistory history, TrackFindings findings) {
        this.history = history;
        this.findings = findings;
        history.sent().forEach(it -> sent.put(it.track() + " " + it.at(), it));
        for (Grant grant : history.grants()) {
            coarsest.merge(
                    grant.viewer() + " " + grant.track(),
                    grant.precision(),
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
    }

    void check() {
        for (Sighting sighting : history.sightings()) {
            checkOrder(sighting);
            checkPlace(sighting);
        }
    }

    private void checkOrder(Sighting sighting) {
        String sitting = sighting.viewer() + " " + sighting.track() + " " + sighting.sitting();
        Long before = newest.put(sitting, sighting.at());
        if (before != null && sighting.at() < before) {
            findings.found(
                    TrackFault.BACKWARDS,
                    sighting.viewer() + " saw " + sighting.track() + " of " + sighting.at() + " at "
                            + sighting.arrivedAt() + ", after that of " + before);
            newest.put(sitting, before);
        }
    }

    private void checkPlace(Sighting sighting) {
        Sent measured = sent.get(sighting.track() + " " + sighting.at());
        Publisher publisher = history.publishers().get(sighting.track());
        if (measured == null || publisher == null) {
            findings.found(
                    TrackFault.INVENTED,
                    sighting.viewer() + " saw " + sighting.track() + " of " + sighting.at() + ", which nobody sent");
            return;
        }
        double grid = TrackJudge.gridMetres(
                coarsest.getOrDefault(sighting.viewer() + " " + sighting.track(), Precision.EXACT));
        double off = sighting.place().metresTo(measured.place());
        if (off > grid) {
            findings.found(
                    TrackFault.INVENTED,
                    sighting.viewer() + " saw " + sighting.track() + " of " + sighting.at() + " " + Math.round(off)
                            + " m from where it was sent from");
        }
        double wrong = sighting.place().metresTo(publisher.truth().at(sighting.at()));
        if (wrong > grid + ERROR_METRES + ERROR_ACCURACIES * measured.acc()) {
            findings.found(
                    TrackFault.INVENTED,
                    sighting.viewer() + " saw " + sighting.track() + " of " + sighting.at() + " " + Math.round(wrong)
                            + " m from where it was, with an accuracy of " + measured.acc());
        }
    }
}
