package io.parley.broker.location.history;

import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.follow.Keeper;
import io.parley.broker.location.follow.Strand;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.Trip;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the history of one track: the shell of its {@link Recorder}. With its first point it reads what a former owner wrote
 * and did not seal; until then points wait.
 */
public final class HistoryKeeper implements Keeper, RecorderEffects {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);

    /** What is the same for all tracks of a node. */
    public record Parts(PointStore store, HistorySettings settings, HistoryObserver observer, Clock clock) {}

    private final TrackName track;
    private final Strand strand;
    private final Parts parts;
    private final ArrayDeque<LocationPoint> early = new ArrayDeque<>();
    private @Nullable Recorder recorder;
    private boolean loading;
    private long loadAt;
    private int days;
    private boolean endWanted;

    public HistoryKeeper(TrackName track, Strand strand, Parts parts) {
        this.track = track;
        this.strand = strand;
        this.parts = parts;
    }

    @Override
    public void changed(Track row, long now) {
        days = row.settings().historyDays();
    }

    @Override
    public void accepted(Track row, TrackPoint accepted, long now) {
        if (days == 0) {
            return;
        }
        Recorder ready = recorder;
        if (ready != null) {
            ready.point(accepted.point(), now);
            return;
        }
        if (early.size() >= parts.settings().waitingMax()) {
            early.remove();
            lost(1);
        }
        early.add(accepted.point());
        load(now);
    }

    private void load(long now) {
        if (loading || recorder != null || now < loadAt) {
            return;
        }
        loading = true;
        heard(unsealed(), this::ready, failure -> {
            loading = false;
            loadAt = parts.clock().millis() + parts.settings().retryMillis();
        });
    }

    private CompletionStage<List<LocationPoint>> unsealed() {
        return parts.store()
                .lastTrip(track)
                .thenCompose(last -> parts.store()
                        .read(
                                track,
                                last.map(trip -> trip.endAt() + 1).orElse(0L),
                                LocationPoint.AT_MAX,
                                parts.settings().tripPointsMax()));
    }

    private void ready(List<LocationPoint> unsealed) {
        loading = false;
        Recorder made = new Recorder(this, parts.settings());
        made.replay(unsealed);
        recorder = made;
        long now = parts.clock().millis();
        for (LocationPoint point = early.poll(); point != null; point = early.poll()) {
            made.point(point, now);
        }
        if (endWanted) {
            made.end(now);
        }
    }

    @Override
    public void ended(Track row, long now) {
        endWanted = true;
        Recorder ready = recorder;
        if (ready != null) {
            ready.end(now);
        } else if (days > 0) {
            // somebody may have written before, and not lived to seal it
            load(now);
        }
    }

    @Override
    public void left(long now) {
        Recorder ready = recorder;
        if (ready != null) {
            ready.flush(now);
        }
    }

    @Override
    public void tick(long now) {
        Recorder ready = recorder;
        if (ready != null) {
            ready.tick(now);
        } else if (!early.isEmpty() || (endWanted && days > 0)) {
            load(now);
        }
    }

    @Override
    public boolean isIdle() {
        Recorder ready = recorder;
        return !loading && early.isEmpty() && (ready == null || ready.isIdle());
    }

    private Duration retention() {
        return Duration.ofDays(Math.max(1, days));
    }

    @Override
    public void append(List<LocationPoint> points) {
        heard(
                parts.store().append(track, points, retention()),
                done -> {
                    parts.observer().written(points.size());
                    withRecorder(it -> it.appended(parts.clock().millis()));
                },
                failure -> withRecorder(it -> it.appendFailed(parts.clock().millis())));
    }

    @Override
    public void seal(long from, long to) {
        int max = parts.settings().tripPointsMax() + parts.settings().waitingMax();
        CompletionStage<Void> sealed = parts.store()
                .read(track, from, to, max)
                .thenCompose(points -> trip(points)
                        .map(trip -> {
                            parts.observer().sealed(trip.points(), trip.line().size());
                            return parts.store().saveTrip(trip, retention());
                        })
                        .orElse(CompletableFuture.completedStage(null)));
        heard(
                sealed,
                done -> withRecorder(it -> it.sealed(parts.clock().millis())),
                failure -> withRecorder(it -> it.sealFailed(parts.clock().millis())));
    }

    /** None of points that stayed where they were: that is no trip. */
    private Optional<Trip> trip(List<LocationPoint> points) {
        boolean went =
                points.size() > 1 && Trips.extent(points) > parts.settings().stopMetres();
        return went ? Optional.of(Trips.seal(track, points, parts.settings())) : Optional.empty();
    }

    @Override
    public void lost(int points) {
        parts.observer().lost(points);
        LOG.warn("{} points of a track's history are given up: the store does not take them", points);
    }

    private void withRecorder(Consumer<Recorder> step) {
        Recorder ready = recorder;
        if (ready != null) {
            step.accept(ready);
        }
    }

    private <T> void heard(CompletionStage<T> stage, Consumer<T> done, Consumer<Throwable> failed) {
        stage.whenComplete((value, failure) -> strand.execute(() -> {
            if (failure == null) {
                done.accept(value);
            } else {
                LOG.debug("The history of {} waits for the store", track, failure);
                failed.accept(failure);
            }
        }));
    }
}
