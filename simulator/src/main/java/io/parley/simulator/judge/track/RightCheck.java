package io.parley.simulator.judge.track;

import io.parley.protocol.Precision;
import io.parley.simulator.judge.track.TrackHistory.Grant;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.judge.track.TrackHistory.Upset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No point is seen by whom it is not for at that moment, nor more exactly. What a stalled connection or a stopped broker held
 * when a right ended may still come when it goes on; what was measured after the end may never.
 */
final class RightCheck {
    /** A place this close to the measured one, seen by somebody who is to see a coarse one only, is no accident if it repeats. */
    private static final double TELLTALE_METRES = 0.5;

    private static final int TELLTALES_MAX = 2;

    private final TrackHistory history;
    private final TrackJudge.Bounds bounds;
    private final TrackFindings findings;
    private final Map<String, List<Grant>> grants = new HashMap<>();
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, Integer> telltales = new HashMap<>();

    RightCheck(TrackHistory history, TrackJudge.Bounds bounds, TrackFindings findings) {
        this.history = history;
        this.bounds = bounds;
        this.findings = findings;
        for (Grant grant : history.grants()) {
            grants.computeIfAbsent(grant.viewer() + " " + grant.track(), key -> new ArrayList<>())
                    .add(grant);
        }
        history.sent().forEach(it -> sent.put(it.track() + " " + it.at(), it));
    }

    void check() {
        for (Sighting sighting : history.sightings()) {
            findings.looked("sightings");
            List<Grant> of = grants.getOrDefault(sighting.viewer() + " " + sighting.track(), List.of());
            Optional<Grant> closest = of.stream()
                    .filter(it -> allows(it, sighting))
                    .min((one, other) -> one.precision().compareTo(other.precision()));
            if (closest.isEmpty()) {
                findings.found(
                        TrackFault.LEAKED,
                        sighting.viewer() + " saw " + sighting.track() + " at " + sighting.arrivedAt()
                                + " (measured at " + sighting.at() + "), granted: " + spans(of));
            } else if (closest.get().precision() != Precision.EXACT) {
                findings.looked("coarse sightings");
                checkCoarse(sighting, closest.get().precision());
            }
        }
    }

    private static String spans(List<Grant> grants) {
        return grants.stream().map(it -> it.from() + ".." + it.until()).toList().toString();
    }

    private boolean allows(Grant grant, Sighting sighting) {
        if (sighting.arrivedAt() < grant.from()) {
            return false;
        }
        if (grant.until() == TrackHistory.NEVER || sighting.arrivedAt() <= grant.until() + bounds.endMillis()) {
            return true;
        }
        if (sighting.at() > grant.until() + bounds.endMillis()) {
            return false;
        }
        Stream<Span> upsets = history.upsets().stream()
                .filter(it -> it.user().equals(sighting.viewer()))
                .map(Upset::when);
        return Stream.concat(history.disturbances().stream(), upsets)
                .anyMatch(it -> it.overlaps(grant.until() - bounds.delayMillis(), sighting.arrivedAt())
                        && sighting.arrivedAt() <= it.until() + bounds.endMillis());
    }

    private void checkCoarse(Sighting sighting, Precision precision) {
        Sent measured = sent.get(sighting.track() + " " + sighting.at());
        if (measured == null || measured.place().metresTo(sighting.place()) > TELLTALE_METRES) {
            return;
        }
        String who = sighting.viewer() + " " + sighting.track();
        if (telltales.merge(who, 1, Integer::sum) == TELLTALES_MAX + 1) {
            findings.found(
                    TrackFault.LEAKED,
                    sighting.viewer() + " may see " + sighting.track() + " as " + precision.code()
                            + " only, and saw where it is exactly, last at " + sighting.arrivedAt());
        }
    }
}
