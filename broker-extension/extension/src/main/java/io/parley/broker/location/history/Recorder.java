package io.parley.broker.location.history;

import io.parley.broker.location.earth.Earth;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history of one track: gathers points for a write, and says when a trip is over. A state machine of one thread,
 * told the time with every input, Unix milliseconds; to be told {@link #tick} now and then.
 *
 * <p>Holds at every moment: of writes and seals at most one is under way; points are written in the order in which they came;
 * a trip is sealed when all of its points are written; no more than {@code waitingMax} points wait.
 *
 * <p>A trip begins where the one before ended, when the track leaves that place, and ends where it came to rest.
 */
final class Recorder {
    /** Nothing for so many times as long as a rest ends a trip as well. */
    private static final int SILENCES = 3;

    private final RecorderEffects effects;
    private final HistorySettings settings;
    private final ArrayDeque<LocationPoint> waiting = new ArrayDeque<>();
    /** Ends of trips that are over, waiting for their points to be written: from, to. */
    private final ArrayDeque<long[]> over = new ArrayDeque<>();

    private int writing;
    private boolean sealing;
    private long oldestSince;
    private long retryAt;
    private boolean ended;

    /** Where it came to rest, or was when it last moved by much. */
    private @Nullable LocationPoint anchor;

    private @Nullable LocationPoint last;
    /** When the trip under way began; below 0 if none is. */
    private long tripFrom = -1;

    private int tripPoints;

    Recorder(RecorderEffects effects, HistorySettings settings) {
        this.effects = effects;
        this.settings = settings;
    }

    /** Before all else: what a former recorder wrote of the track and did not seal, in the order of time. */
    void replay(List<LocationPoint> written) {
        written.forEach(this::follow);
    }

    void point(LocationPoint point, long now) {
        if (ended) {
            return;
        }
        if (waiting.isEmpty()) {
            oldestSince = now;
        }
        waiting.add(point);
        follow(point);
        if (waiting.size() - writing > settings.waitingMax()) {
            giveUpOldest();
        }
        work(now);
    }

    /** The first that are not being written. */
    private void giveUpOldest() {
        List<LocationPoint> kept = new ArrayList<>(waiting);
        int lost = settings.batchPoints();
        kept.subList(writing, writing + lost).clear();
        waiting.clear();
        waiting.addAll(kept);
        effects.lost(lost);
    }

    private void follow(LocationPoint point) {
        LocationPoint rest = anchor;
        LocationPoint before = last;
        last = point;
        if (rest == null || before == null) {
            anchor = point;
            tripFrom = point.at();
            tripPoints = 1;
            return;
        }
        if (point.at() - before.at() > SILENCES * settings.restMillis()) {
            fellSilent(before, point);
            return;
        }
        tripPoints++;
        if (Earth.metres(rest.lat(), rest.lon(), point.lat(), point.lon()) > settings.restMetres()) {
            if (tripFrom < 0) {
                tripFrom = before.at();
                tripPoints = 2;
            }
            anchor = point;
        } else if (tripFrom >= 0 && point.at() - rest.at() >= settings.restMillis()) {
            over(tripFrom, rest.at());
            tripFrom = -1;
        }
        if (tripFrom >= 0 && tripPoints >= settings.tripPointsMax()) {
            over(tripFrom, point.at());
            tripFrom = point.at();
            tripPoints = 1;
        }
    }

    /** Nobody knows where it was meanwhile: what was before is over, and it is somewhere now. */
    private void fellSilent(LocationPoint before, LocationPoint point) {
        if (tripFrom >= 0) {
            over(tripFrom, before.at());
        }
        anchor = point;
        tripFrom = point.at();
        tripPoints = 1;
    }

    /** Not if it has not gone anywhere. */
    private void over(long from, long to) {
        if (to > from) {
            over.add(new long[] {from, to});
        }
    }

    /** Nothing follows: what is there is written and sealed. */
    void end(long now) {
        if (ended) {
            return;
        }
        ended = true;
        LocationPoint end = last;
        if (tripFrom >= 0 && end != null) {
            over(tripFrom, end.at());
            tripFrom = -1;
        }
        work(now);
    }

    /** What waits is written; for one who is about to stop, or to delete. */
    void flush(long now) {
        if (writing == 0 && !waiting.isEmpty()) {
            write();
        }
    }

    void tick(long now) {
        work(now);
    }

    private void work(long now) {
        if (writing > 0 || sealing || now < retryAt) {
            return;
        }
        boolean due = now - oldestSince >= settings.batchMillis() || ended || !over.isEmpty();
        if (waiting.size() >= settings.batchPoints() || (due && !waiting.isEmpty())) {
            write();
        } else if (!over.isEmpty()) {
            sealing = true;
            long[] span = over.element();
            effects.seal(span[0], span[1]);
        }
    }

    private void write() {
        writing = Math.min(waiting.size(), 4 * settings.batchPoints());
        effects.append(waiting.stream().limit(writing).toList());
    }

    void appended(long now) {
        for (; writing > 0; writing--) {
            waiting.remove();
        }
        oldestSince = now;
        work(now);
    }

    void appendFailed(long now) {
        writing = 0;
        retryAt = now + settings.retryMillis();
    }

    void sealed(long now) {
        sealing = false;
        over.remove();
        work(now);
    }

    void sealFailed(long now) {
        sealing = false;
        retryAt = now + settings.retryMillis();
    }

    /** Whether there is nothing left to do. */
    boolean isIdle() {
        return waiting.isEmpty() && over.isEmpty() && writing == 0 && !sealing;
    }
}
