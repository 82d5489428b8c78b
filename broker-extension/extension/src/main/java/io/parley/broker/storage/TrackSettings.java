package io.parley.broker.storage;

/**
 * What an owner may tune of a track.
 *
 * @param historyDays how long its points and trips are kept; 0 if they are not kept at all
 * @param closeMillis how often publishers are to send while somebody watches closely
 * @param listMillis while it is only seen in lists
 * @param idleMillis while nobody looks
 */
public record TrackSettings(PointFilters filters, int historyDays, long closeMillis, long listMillis, long idleMillis) {
    public static final int HISTORY_DAYS_MAX = 366;
    public static final long PERIOD_MILLIS_MIN = 100;
    public static final long PERIOD_MILLIS_MAX = 86_400_000;
    public static final TrackSettings DEFAULT = new TrackSettings(PointFilters.DEFAULT, 30, 1_000, 15_000, 300_000);

    public TrackSettings {
        if (historyDays < 0 || historyDays > HISTORY_DAYS_MAX) {
            throw new IllegalArgumentException("history of " + historyDays + " days, at most " + HISTORY_DAYS_MAX);
        }
        for (long period : new long[] {closeMillis, listMillis, idleMillis}) {
            if (period < PERIOD_MILLIS_MIN || period > PERIOD_MILLIS_MAX) {
                throw new IllegalArgumentException(
                        "a period of " + period + " ms, must be " + PERIOD_MILLIS_MIN + " to " + PERIOD_MILLIS_MAX);
            }
        }
    }
}
