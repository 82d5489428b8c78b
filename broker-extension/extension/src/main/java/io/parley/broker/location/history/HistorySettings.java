package io.parley.broker.location.history;

/**
 * The bounds of histories. Durations in milliseconds.
 *
 * @param batchPoints so many points are written together
 * @param batchMillis or those of so long
 * @param waitingMax most points of a track that wait to be written; past it the oldest are given up
 * @param retryMillis pause after a write that failed
 * @param errorMetres what a trip's line may be wrong by
 * @param stepMetres shorter moves are added up until they are this long before they count as way
 * @param stopMetres within this it stands still, for a stop
 * @param stopMillis for at least so long
 * @param restMetres within this it is at rest, which ends a trip
 * @param restMillis for at least so long
 * @param tripPointsMax a longer trip is sealed, and another begun
 */
public record HistorySettings(
        int batchPoints,
        long batchMillis,
        int waitingMax,
        long retryMillis,
        double errorMetres,
        double stepMetres,
        double stopMetres,
        long stopMillis,
        double restMetres,
        long restMillis,
        int tripPointsMax) {
    public static final HistorySettings DEFAULT =
            new HistorySettings(50, 5_000, 2_000, 2_000, 5, 25, 30, 60_000, 50, 600_000, 20_000);

    public HistorySettings {
        if (batchPoints < 1
                || batchMillis < 1
                || waitingMax < batchPoints
                || retryMillis < 1
                || !(errorMetres > 0)
                || !(stepMetres > 0)
                || !(stopMetres > 0)
                || stopMillis < 1
                || !(restMetres > 0)
                || restMillis < 1
                || tripPointsMax < 2) {
            throw new IllegalArgumentException("every bound must be positive, waitingMax hold a batch: " + this);
        }
    }
}
