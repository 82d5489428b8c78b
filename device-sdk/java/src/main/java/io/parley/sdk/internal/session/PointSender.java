package io.parley.sdk.internal.session;

import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.TrackChanged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint publishes into one track. Of the positions it is given it keeps the newest, until one is due: as often
 * as the server wants one, and while standing still no more often than the heartbeat. What is due leaves, or waits for the
 * network; what got no PUBACK leaves again. All in the order of their times, for the server drops what is older than what
 * it has; so one that leaves twice does no harm.
 */
final class PointSender {
    /** Until the server says how often it wants one. */
    static final long PERIOD_MILLIS_DEFAULT = 15_000;

    static final int IN_FLIGHT_MAX = 16;
    private static final long NEVER = Long.MAX_VALUE;
    /** Who says so moves, wherever they are: kilometres an hour. */
    private static final double MOVING_SPEED = 3;
    /** What is less certain than this is no reason to take a walk for standing still. */
    private static final double ACCURACY_METRES_MAX = 200;

    private final TrackName track;
    private final PublishOptions options;
    private final LongSupplier tokens;
    private final Consumer<Output> out;
    private final Backoff backoff;
    private final PointBuffer waiting;
    private final Map<Long, LocationPoint> flights = new LinkedHashMap<>();
    private @Nullable LocationPoint newest;
    private @Nullable LocationPoint kept;
    private long keptAt;
    private long leaveAt;
    private long period = PERIOD_MILLIS_DEFAULT;
    private long taken;
    private boolean connected;
    private boolean closing;
    private String over = "";

    PointSender(
            TrackName track,
            PublishOptions options,
            SessionLimits limits,
            RandomGenerator random,
            Consumer<Output> out,
            LongSupplier tokens) {
        this.track = track;
        this.options = options;
        this.tokens = tokens;
        this.out = out;
        this.backoff = new Backoff(limits.retryMin(), limits.retryMax(), random);
        this.waiting = new PointBuffer(options.waitingMax());
    }

    void position(LocationPoint point) {
        LocationPoint last = newest != null ? newest : kept;
        if (!isOver() && !closing && (last == null || point.at() > last.at())) {
            newest = point;
        }
    }

    void connected() {
        connected = true;
        leaveAt = 0;
    }

    void disconnected() {
        connected = false;
        takeBack();
    }

    private void takeBack() {
        waiting.putBack(List.copyOf(flights.values()));
        flights.clear();
    }

    void told(TrackChanged change) {
        Reason.ofCode(change.reason()).filter(PointSender::isFinal).ifPresent(why -> end(why.code()));
        long millis = change.period().toMillis();
        if (millis > 0 && millis != period) {
            leaveAt = Math.max(0, leaveAt - period + millis);
            period = millis;
            tell();
        }
    }

    /** Nothing is wanted any more; what waits is worth nothing. */
    void end(String why) {
        if (!isOver()) {
            over = why;
            newest = null;
            waiting.clear();
            flights.clear();
            tell();
        }
    }

    /** What waits may leave; then it is over. */
    void close(Now now) {
        closing = true;
        leaveAt = Math.min(leaveAt, now.millis());
        if (newest != null && moved(newest)) {
            keep(newest, now);
        }
        newest = null;
        endIfClosed();
    }

    private void endIfClosed() {
        if (closing && (!connected || waiting.isEmpty() && flights.isEmpty())) {
            end("closed");
        }
    }

    boolean isOver() {
        return !over.isEmpty();
    }

    /** @return whether it was one of these */
    boolean answered(long token, @Nullable Reason refusal, Now now) {
        LocationPoint point = flights.remove(token);
        if (point == null) {
            return false;
        }
        if (refusal == null) {
            taken++;
            backoff.reset();
        } else if (refusal.retryable()) {
            takeBack(point);
            leaveAt = now.millis() + backoff.next();
        } else if (isFinal(refusal)) {
            end(refusal.code());
        }
        endIfClosed();
        tell();
        return true;
    }

    /** With all that left after it, so that their order stays. */
    private void takeBack(LocationPoint point) {
        List<LocationPoint> later = new ArrayList<>(List.of(point));
        flights.values().stream().filter(it -> it.at() > point.at()).forEach(later::add);
        flights.values().removeAll(later);
        waiting.putBack(later);
    }

    private static boolean isFinal(Reason refusal) {
        return refusal == Reason.NOT_ALLOWED || refusal == Reason.UNKNOWN_TRACK || refusal == Reason.ENDED;
    }

    void advance(Now now) {
        if (isOver()) {
            return;
        }
        LocationPoint point = newest;
        if (point != null && keepDueAt(point) <= now.millis()) {
            keep(point, now);
        }
        if (connected && !waiting.isEmpty() && leaveAt <= now.millis()) {
            leave(now);
        }
    }

    private void keep(LocationPoint point, Now now) {
        waiting.add(point);
        kept = point;
        keptAt = now.millis();
        newest = null;
        tell();
    }

    private void leave(Now now) {
        while (!waiting.isEmpty() && flights.size() < IN_FLIGHT_MAX) {
            LocationPoint point = waiting.takeFirst();
            long token = tokens.getAsLong();
            flights.put(token, point);
            out.accept(new Output.PublishPoint(token, track, point));
        }
        if (waiting.isEmpty()) {
            leaveAt = now.millis() + period;
        }
    }

    private long keepDueAt(LocationPoint point) {
        if (kept == null) {
            return 0;
        }
        long interval = Math.min(period, options.detail().toMillis());
        return keptAt
                + (moved(point)
                        ? interval
                        : Math.max(interval, options.heartbeat().toMillis()));
    }

    private boolean moved(LocationPoint point) {
        LocationPoint from = kept;
        if (from == null || options.stillMetres() == 0 || point.vel() >= MOVING_SPEED) {
            return true;
        }
        double uncertain = Double.isNaN(point.acc()) ? 0 : Math.min(point.acc(), ACCURACY_METRES_MAX) / 2;
        return Distance.metres(from, point) >= Math.max(options.stillMetres(), uncertain);
    }

    private void tell() {
        out.accept(new Output.PublisherTold(track, period, waiting.size() + flights.size(), taken, over));
    }

    boolean isWaitingForAnswers() {
        return !flights.isEmpty();
    }

    long dueAt() {
        if (isOver()) {
            return NEVER;
        }
        LocationPoint point = newest;
        long due = point == null ? NEVER : keepDueAt(point);
        boolean room = flights.size() < IN_FLIGHT_MAX;
        return connected && !waiting.isEmpty() && room ? Math.min(due, leaveAt) : due;
    }
}
