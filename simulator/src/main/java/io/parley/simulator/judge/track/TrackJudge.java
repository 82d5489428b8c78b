package io.parley.simulator.judge.track;

import io.parley.protocol.Precision;

/** Judges a run of moving things by what was promised about positions. Pure: the same history, the same verdict. */
public final class TrackJudge {
    private TrackJudge() {}

    /**
     * What is allowed for.
     *
     * @param delayMillis from the server's having a point to every viewer's having it or a newer one
     * @param endMillis from the end of a right to the last point
     * @param calmMillis how long all must have been well before delays are judged
     * @param tripShare and
     * @param tripMetres a trip's length may be off by this share of it and so many metres
     */
    public record Bounds(long delayMillis, long endMillis, long calmMillis, double tripShare, double tripMetres) {
        /** As docs/guarantees.md has it. */
        public static final Bounds PROMISED = new Bounds(2_000, 1_000, 6_000, 0.05, 60);
    }

    public static TrackVerdict judge(TrackHistory history, Bounds bounds) {
        TrackFindings findings = new TrackFindings();
        new RightCheck(history, bounds, findings).check();
        new SightingCheck(history, findings).check();
        new DelayCheck(history, bounds, findings).check();
        history.fences().forEach(it -> new CrossingCheck(history, it, findings).check());
        history.rides().forEach(it -> new StageCheck(history, it, findings).check());
        new TripCheck(history, bounds, findings).check();
        history.endless().forEach(it -> findings.found(TrackFault.ENDLESS, it));
        return findings.verdict();
    }

    /** Farthest a point on the grid of a precision is from the one it stands for. */
    static double gridMetres(Precision precision) {
        return switch (precision) {
            case EXACT -> 0.2;
            case HUNDRED_METRES -> 110;
            case CITY -> 5_500;
        };
    }
}
