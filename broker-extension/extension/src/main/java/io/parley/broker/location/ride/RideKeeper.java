package io.parley.broker.location.ride;

import io.parley.broker.api.RefusalException;
import io.parley.broker.location.TrackChanges;
import io.parley.broker.location.TrackEdit;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.follow.Keeper;
import io.parley.broker.location.follow.Strand;
import io.parley.broker.location.follow.Telling;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Ride.Stage;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import io.parley.protocol.json.RideEvent;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a ride from stage to stage by its driver's points: each is told in the chat of driver and rider, then saved; with
 * the last one the track ends. One at a time; one that a dead owner told and did not save is told again under the same id.
 */
public final class RideKeeper implements Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(RideKeeper.class);

    private static final long RETRY_MILLIS = 2_000;
    /** Points that wait while a stage is being told; of more the oldest go. */
    private static final int POINTS_MAX = 1_000;

    /** What is the same for all tracks of a node. */
    public record Parts(TrackChanges changes, Telling telling, Clock clock) {}

    private final TrackName track;
    private final Strand strand;
    private final Parts parts;
    private final ArrayDeque<LocationPoint> points = new ArrayDeque<>();
    private @Nullable Ride ride;
    private @Nullable Stage wanted;
    private long wantedAt;
    private boolean working;
    private long workAt;
    private boolean over;

    public RideKeeper(TrackName track, Strand strand, Parts parts) {
        this.track = track;
        this.strand = strand;
        this.parts = parts;
    }

    @Override
    public void changed(Track row, long now) {
        if (!working) {
            ride = row.ride();
        }
    }

    @Override
    public void accepted(Track row, TrackPoint accepted, long now) {
        Ride known = ride;
        if (known == null || over || !accepted.publisher().equals(known.driver())) {
            return;
        }
        if (points.size() >= POINTS_MAX) {
            points.remove();
        }
        points.add(accepted.point());
        look(now);
    }

    /** At what came, in order, until one begins a stage: that is told and saved before the next is looked at. */
    private void look(long now) {
        while (wanted == null && !over && !points.isEmpty()) {
            Ride known = ride;
            LocationPoint point = points.remove();
            Stage next = known == null ? null : RideWatch.next(known, point).orElse(null);
            if (next != null) {
                wanted = next;
                wantedAt = Math.min(now, point.at());
                work(now);
            }
        }
    }

    private void work(long now) {
        Ride known = ride;
        Stage next = wanted;
        if (working || known == null || next == null || now < workAt) {
            return;
        }
        working = true;
        tell(parts.telling(), track, known, next, known.driver(), wantedAt)
                .thenCompose(outcome -> outcome == Telling.Outcome.AGAIN
                        ? CompletableFuture.completedStage(false)
                        : save(next).thenApply(saved -> true))
                .whenComplete((done, failure) -> strand.execute(() -> {
                    working = false;
                    boolean settled = failure == null ? done : isRefusal(failure);
                    if (settled) {
                        ride = known.at(next, wantedAt);
                        over = next == Stage.OVER || failure != null;
                        wanted = null;
                        look(parts.clock().millis());
                    } else {
                        LOG.debug("The ride of {} waits to be told", track, failure);
                        workAt = parts.clock().millis() + RETRY_MILLIS;
                    }
                }));
    }

    private static boolean isRefusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof RefusalException;
    }

    private CompletionStage<Track> save(Stage next) {
        long at = wantedAt;
        return parts.changes().change(track, row -> {
            Ride present = row.ride();
            if (row.state() == Track.State.ENDED
                    || present == null
                    || present.stage().compareTo(next) >= 0) {
                return row;
            }
            TrackEdit edit = TrackEdit.of(row).ride(present.at(next, at));
            long now = parts.clock().millis();
            return (next == Stage.OVER ? edit.ended(now) : edit).at(now);
        });
    }

    /** Says in the chat of driver and rider which stage has begun. */
    static CompletionStage<Telling.Outcome> tell(
            Telling telling, TrackName track, Ride ride, Stage stage, UserName from, long at) {
        // of no time: whoever tells it again may have seen it begin at another point
        MessageId id = Telling.id(0, "ride", track.value(), stage.code());
        RideEvent event = new RideEvent(track, ride.driver(), ride.rider(), stage.code(), at);
        return telling.tell(
                ConversationId.chat(ride.driver(), ride.rider()),
                from,
                new MessageId(id.high() & ~0xF000L, id.low()),
                ContentTypes.RIDE,
                Content.wrap(event.toJson()));
    }

    @Override
    public void ended(Track row, long now) {
        over = true;
    }

    @Override
    public void left(long now) {
        over = true;
    }

    @Override
    public void tick(long now) {
        work(now);
    }

    @Override
    public boolean isIdle() {
        return !working && wanted == null;
    }
}
