package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.TrackName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A place of which somebody wants to be told who comes and goes.
 *
 * @param title as people call it, at most {@value #TITLE_LENGTH_MAX} characters
 * @param tracks whose crossings are told, 1 to {@value #TRACKS_MAX}
 * @param on which crossings are
 * @param dwellMillis how long inside is a dwell
 * @param marginMetres who is in must be farther out than this to be out, and the other way round
 * @param settleMillis and for so long
 * @param tell the conversation that is told
 * @param createdAt Unix milliseconds; tells one from a later one of the same name
 */
public record Fence(
        FenceId id,
        String title,
        FenceShape shape,
        List<TrackName> tracks,
        Set<Crossing> on,
        long dwellMillis,
        double marginMetres,
        long settleMillis,
        ConversationId tell,
        long createdAt) {
    public static final int TITLE_LENGTH_MAX = 100;
    public static final int TRACKS_MAX = 50;

    public enum Crossing {
        ENTER("enter"),
        EXIT("exit"),
        DWELL("dwell");

        private final String code;

        Crossing(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Crossing> ofCode(String code) {
            for (Crossing crossing : values()) {
                if (crossing.code.equals(code)) {
                    return Optional.of(crossing);
                }
            }
            return Optional.empty();
        }
    }

    public Fence {
        tracks = List.copyOf(tracks);
        on = Set.copyOf(on);
        if (title.length() > TITLE_LENGTH_MAX || tracks.isEmpty() || tracks.size() > TRACKS_MAX || on.isEmpty()) {
            throw new IllegalArgumentException("fence " + id + ": title of " + title.length() + " characters, "
                    + tracks.size() + " tracks, " + on.size() + " kinds of crossing");
        }
        if (dwellMillis < 1 || settleMillis < 0 || !(marginMetres >= 0 && marginMetres <= FenceShape.METRES_MAX)) {
            throw new IllegalArgumentException("fence " + id + ": dwell " + dwellMillis + " ms, margin " + marginMetres
                    + " m, settles in " + settleMillis + " ms");
        }
    }
}
