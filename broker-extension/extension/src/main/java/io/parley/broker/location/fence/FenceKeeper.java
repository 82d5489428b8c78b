package io.parley.broker.location.fence;

import io.parley.broker.location.TrackAccess;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.follow.Keeper;
import io.parley.broker.location.follow.Strand;
import io.parley.broker.location.follow.Telling;
import io.parley.broker.storage.Fence;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.FenceState;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.MessageId;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.FenceEvent;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the crossings of one track stored and told, one after the other: the shell of its {@link FenceWatch}. A crossing is
 * stored before it is told, and stored as told after; so one that a dead owner did not finish is told by the next, under the
 * same id.
 */
public final class FenceKeeper implements Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(FenceKeeper.class);

    private static final long RETRY_MILLIS = 2_000;
    /** Crossings that wait to be told; while there are so many no point is looked at. */
    private static final int WAITING_MAX = 1_000;
    /** How often it is asked where the middle of a moving fence is. */
    private static final long CENTRE_MILLIS = 2_000;

    /** Where a track is now; empty if nobody knows. */
    @FunctionalInterface
    public interface Whereabouts {
        CompletionStage<Optional<LocationPoint>> of(TrackName track);
    }

    /** What is the same for all tracks of a node. */
    public record Parts(
            FenceStore store,
            TrackAccess access,
            Telling telling,
            Whereabouts whereabouts,
            FenceObserver observer,
            Clock clock) {}

    private record Crossed(FenceState state, Fence fence) {}

    private final TrackName track;
    private final Strand strand;
    private final Parts parts;
    private final FenceWatch watch;
    private final ArrayDeque<Crossed> waiting = new ArrayDeque<>();
    private final Map<TrackName, Long> asked = new HashMap<>();
    private @Nullable Track row;
    private boolean loaded;
    private boolean loading;
    private boolean stale = true;
    private long loadAt;
    private boolean telling;
    private long tellAt;
    private boolean over;

    public FenceKeeper(TrackName track, Strand strand, Parts parts) {
        this.track = track;
        this.strand = strand;
        this.parts = parts;
        this.watch = new FenceWatch(track);
    }

    @Override
    public void changed(Track changed, long now) {
        row = changed;
        load(now);
    }

    @Override
    public void refreshed(long now) {
        stale = true;
        load(now);
    }

    private void load(long now) {
        if (loading || !stale || row == null || now < loadAt) {
            return;
        }
        loading = true;
        stale = false;
        CompletionStage<List<FenceState>> states = parts.store().states(track);
        parts.store()
                .ofTrack(track)
                .thenCombine(states, (fences, known) -> (Runnable) () -> become(fences, known))
                .whenComplete((step, failure) -> strand.execute(() -> {
                    loading = false;
                    if (failure == null) {
                        step.run();
                        load(parts.clock().millis());
                    } else {
                        LOG.debug("The fences of {} wait for the store", track, failure);
                        stale = true;
                        loadAt = parts.clock().millis() + RETRY_MILLIS;
                    }
                }));
    }

    private void become(List<Fence> fences, List<FenceState> states) {
        watch.fences(fences, states);
        if (!loaded) {
            loaded = true;
            states.stream().filter(state -> !state.told()).forEach(this::wait);
            tellNext(parts.clock().millis());
        }
    }

    private void wait(FenceState state) {
        watch.fence(state.fence())
                .filter(fence -> fence.createdAt() == state.fenceMade())
                .ifPresent(fence -> waiting.add(new Crossed(state, fence)));
    }

    @Override
    public void accepted(Track changed, TrackPoint point, long now) {
        row = changed;
        if (!watch.isEmpty() && waiting.size() < WAITING_MAX && !over) {
            crossed(watch.point(point.point(), now), now);
        }
    }

    private void crossed(List<FenceState> states, long now) {
        if (!states.isEmpty()) {
            states.forEach(state -> parts.observer().crossed());
            states.forEach(this::wait);
            tellNext(now);
        }
    }

    private void tellNext(long now) {
        Crossed next = waiting.peek();
        Track known = row;
        if (telling || next == null || known == null || now < tellAt) {
            return;
        }
        telling = true;
        FenceState state = next.state();
        parts.store()
                .saveState(state)
                .thenCompose(saved -> state.told() ? told() : tell(next.fence(), state, known))
                .thenCompose(outcome -> outcome == Telling.Outcome.AGAIN
                        ? CompletableFuture.completedStage(outcome)
                        : parts.store().saveState(state.asTold()).thenApply(saved -> outcome))
                .whenComplete((outcome, failure) -> strand.execute(() -> {
                    telling = false;
                    boolean done = failure == null && outcome != Telling.Outcome.AGAIN;
                    if (done) {
                        waiting.remove();
                        count(state, outcome);
                    } else {
                        LOG.debug("A crossing of {} waits to be told", track, failure);
                        tellAt = parts.clock().millis() + RETRY_MILLIS;
                    }
                    tellNext(parts.clock().millis());
                }));
    }

    private void count(FenceState state, Telling.Outcome outcome) {
        if (outcome == Telling.Outcome.REFUSED) {
            parts.observer().refused();
        } else if (!state.told()) {
            parts.observer().told();
        }
    }

    private static CompletionStage<Telling.Outcome> told() {
        return CompletableFuture.completedStage(Telling.Outcome.TOLD);
    }

    private CompletionStage<Telling.Outcome> tell(Fence fence, FenceState state, Track known) {
        return mayKnow(fence, known).thenCompose(may -> {
            if (!may) {
                return CompletableFuture.completedStage(Telling.Outcome.REFUSED);
            }
            FenceEvent event = new FenceEvent(
                    fence.id().name(),
                    fence.title(),
                    track,
                    known.owner(),
                    state.last().code(),
                    state.crossings(),
                    state.at());
            return parts.telling()
                    .tell(
                            fence.tell(),
                            fence.id().owner(),
                            id(state),
                            ContentTypes.FENCE,
                            Content.wrap(event.toJson()));
        });
    }

    /** Of the track and the fence's owner at this moment: a share that has ended tells nothing any more. */
    private CompletionStage<Boolean> mayKnow(Fence fence, Track known) {
        CompletionStage<Boolean> itself = seesExactly(fence, known);
        return fence.shape() instanceof FenceShape.Around around
                ? itself.thenCompose(may -> may
                        ? parts.access().track(around.track()).thenCompose(centre -> seesExactly(fence, centre))
                        : CompletableFuture.completedStage(false))
                : itself;
    }

    private CompletionStage<Boolean> seesExactly(Fence fence, Track known) {
        return parts.access()
                .seenBy(known, fence.id().owner())
                .thenApply(seen -> seen.filter(it -> it == Precision.EXACT).isPresent());
    }

    static MessageId id(FenceState state) {
        return Telling.id(
                state.at(),
                "fence",
                state.track().value(),
                state.fence().toString(),
                Long.toString(state.fenceMade()),
                Long.toString(state.crossings()));
    }

    @Override
    public void ended(Track ended, long now) {
        over = true;
    }

    @Override
    public void left(long now) {
        over = true;
    }

    @Override
    public void tick(long now) {
        load(now);
        if (!over && !watch.isEmpty() && waiting.size() < WAITING_MAX) {
            crossed(watch.tick(now), now);
            askCentres(now);
        }
        tellNext(now);
    }

    private void askCentres(long now) {
        Set<TrackName> centres = new HashSet<>(watch.centres());
        asked.keySet().retainAll(centres);
        for (TrackName centre : centres) {
            if (now >= asked.getOrDefault(centre, 0L)) {
                asked.put(centre, now + CENTRE_MILLIS);
                parts.whereabouts()
                        .of(centre)
                        .whenComplete((at, failure) -> strand.execute(() -> {
                            if (failure == null && at.isPresent() && !over) {
                                long heard = parts.clock().millis();
                                crossed(watch.centre(centre, at.get(), heard), heard);
                            }
                        }));
            }
        }
    }

    @Override
    public boolean isIdle() {
        return waiting.isEmpty() && !telling && !loading;
    }
}
