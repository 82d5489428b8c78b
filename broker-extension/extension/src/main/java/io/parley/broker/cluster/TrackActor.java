package io.parley.broker.cluster;

import io.parley.broker.location.Granted;
import io.parley.broker.location.LiveTrack;
import io.parley.broker.location.LiveTrackEffects;
import io.parley.broker.location.LocationParts;
import io.parley.broker.location.Source;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.LastPoint;
import io.parley.broker.storage.Track;
import io.parley.protocol.GroupName;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around one {@link LiveTrack}: lends it a thread, a clock, a timer and the stores. Nodes speak to it directly once
 * they know it; when it ends it tells them, and they ask for its successor.
 */
final class TrackActor extends AbstractBehavior<TrackMessage> implements LiveTrackEffects<ActorRef<HubMessage>> {
    private static final Logger LOG = LoggerFactory.getLogger(TrackActor.class);

    private final TrackName name;
    private final LocationParts parts;
    private final Clock clock;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<TrackMessage> timers;
    private final LiveTrack<ActorRef<HubMessage>> track;
    private final Set<ActorRef<HubMessage>> nodes = new HashSet<>();
    private final List<ActorRef<HubMessage>> askers = new ArrayList<>();
    private long wakeAt = Long.MAX_VALUE;
    private boolean leaving;
    private @Nullable Group group;

    private TrackActor(
            ActorContext<TrackMessage> context,
            TimerScheduler<TrackMessage> timers,
            TrackName name,
            Surroundings surroundings) {
        super(context);
        this.name = name;
        this.parts = surroundings.parts();
        this.clock = surroundings.clock();
        this.shard = surroundings.shard();
        this.timers = timers;
        this.track = new LiveTrack<>(
                name,
                parts.settings(),
                this,
                new GuardedFollower(name, parts.followers().of(name)),
                parts.observer(),
                clock.millis() << 10);
    }

    record Surroundings(LocationParts parts, Clock clock, ActorRef<ClusterSharding.ShardCommand> shard) {}

    static Behavior<TrackMessage> create(TrackName name, Surroundings surroundings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new TrackActor(context, timers, name, surroundings)));
    }

    @Override
    public Receive<TrackMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(
                        TrackMessage.Point.class,
                        it -> then(() -> {
                            know(it.node());
                            track.point(
                                    new Source<>(it.node(), it.connection()),
                                    it.user(),
                                    it.point(),
                                    it.body(),
                                    clock.millis());
                        }))
                .onMessage(
                        TrackMessage.Join.class,
                        it -> then(() -> {
                            know(it.node());
                            track.join(new Source<>(it.node(), it.connection()), it.user(), clock.millis());
                        }))
                .onMessage(
                        TrackMessage.Leave.class,
                        it -> then(() -> track.leave(new Source<>(it.node(), it.connection()))))
                .onMessage(
                        TrackMessage.Watch.class,
                        it -> then(() -> {
                            know(it.node());
                            track.watch(it.node(), it.viewers(), clock.millis());
                        }))
                .onMessage(
                        TrackMessage.Refresh.class,
                        it -> then(() -> {
                            askers.add(it.replyTo());
                            track.refresh(clock.millis());
                        }))
                .onMessage(
                        TrackMessage.Forget.class,
                        it -> then(() -> {
                            track.forget(it.until(), clock.millis());
                            it.replyTo().tell(new HubMessage.Done(name));
                        }))
                .onMessage(
                        TrackMessage.AskStatus.class,
                        it -> then(() ->
                                track.ask(status -> it.replyTo().tell(new HubMessage.Status(status)), clock.millis())))
                .onMessage(TrackMessage.Loaded.class, it -> then(() -> loaded(it)))
                .onMessage(TrackMessage.Saved.class, it -> then(() -> saved(it)))
                .onMessage(TrackMessage.Members.class, it -> then(() -> members(it)))
                .onMessage(TrackMessage.Due.class, it -> then(this::due))
                .onSignal(Terminated.class, it -> then(() -> gone(it.getRef())))
                .onSignal(PostStop.class, it -> stopped())
                .build();
    }

    private Behavior<TrackMessage> then(Runnable step) {
        step.run();
        wakeInTime();
        return this;
    }

    private void know(ActorRef<HubMessage> node) {
        if (nodes.add(node)) {
            getContext().watch(node);
        }
    }

    private void gone(ActorRef<?> ref) {
        nodes.stream().filter(ref::equals).findFirst().ifPresent(node -> {
            nodes.remove(node);
            track.gone(node, clock.millis());
        });
    }

    private void loaded(TrackMessage.Loaded it) {
        if (it.failed()) {
            track.loadFailed(clock.millis());
        } else {
            track.loaded(it.row(), it.last(), clock.millis());
        }
    }

    private void saved(TrackMessage.Saved it) {
        if (it.failed()) {
            track.saveFailed(clock.millis());
        } else {
            track.saved(clock.millis());
        }
    }

    private void members(TrackMessage.Members it) {
        if (it.failed()) {
            track.membersFailed(clock.millis());
        } else {
            group = it.found();
            track.membersAre(it.group(), it.found() == null ? Set.of() : membersOf(it.found()), clock.millis());
        }
    }

    private void due() {
        wakeAt = Long.MAX_VALUE;
        long now = clock.millis();
        track.tick(now);
        if (track.isIdle(now) && !leaving) {
            leaving = true;
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
        }
    }

    private Behavior<TrackMessage> stopped() {
        track.stop();
        track.nodes().forEach(node -> node.tell(new HubMessage.Moved(name)));
        return this;
    }

    private void wakeInTime() {
        long dueAt = track.dueAt();
        if (dueAt < wakeAt) {
            wakeAt = dueAt;
            TrackMessage.Due due = new TrackMessage.Due(name);
            timers.startSingleTimer(due, due, Duration.ofMillis(Math.max(1, dueAt - clock.millis())));
        }
    }

    @Override
    public void load() {
        ActorRef<TrackMessage> self = getContext().getSelf();
        CompletionStage<Optional<LastPoint>> last = track.isLoaded()
                ? CompletableFuture.completedStage(Optional.empty())
                : parts.tracks().last(name);
        parts.tracks()
                .find(name)
                .thenCombine(
                        last,
                        (row, point) -> new TrackMessage.Loaded(
                                name,
                                false,
                                row.orElse(null),
                                point.map(TrackActor::read).orElse(null)))
                .whenComplete((loaded, failure) -> {
                    if (failure != null) {
                        LOG.debug("the track {} cannot be read, it will be tried again", name, failure);
                    }
                    self.tell(failure == null ? loaded : new TrackMessage.Loaded(name, true, null, null));
                });
    }

    /** Null for one that nobody can read any more. */
    private static @Nullable TrackPoint read(LastPoint last) {
        try {
            return new TrackPoint(
                    last.publisher(), LocationPoint.parse(last.body().toBytes()), last.body());
        } catch (BadBodyException unreadable) {
            LOG.warn("a stored point is not read: {}", unreadable.getMessage());
            return null;
        }
    }

    @Override
    public void save(Track row) {
        ActorRef<TrackMessage> self = getContext().getSelf();
        parts.tracks()
                .save(row)
                .whenComplete((saved, failure) ->
                        self.tell(new TrackMessage.Saved(name, failure != null, failure == null && saved)));
    }

    @Override
    public void saveLast(TrackPoint newest) {
        parts.tracks()
                .saveLast(
                        name,
                        new LastPoint(
                                newest.publisher(),
                                newest.body(),
                                newest.point().at()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("the newest point of {} is not stored, a later one will be", name, failure);
                    }
                });
    }

    /** Its version says whether its members have to be read again. */
    @Override
    public void members(GroupName wanted) {
        ActorRef<TrackMessage> self = getContext().getSelf();
        Group before = group;
        parts.groups()
                .header(wanted)
                .thenCompose(header -> {
                    boolean same = before != null
                            && header.isPresent()
                            && header.get().name().equals(before.name())
                            && header.get().version() == before.version();
                    return same || header.isEmpty()
                            ? CompletableFuture.completedStage(header.map(it -> Objects.requireNonNull(before)))
                            : parts.groups().find(wanted);
                })
                .whenComplete((found, failure) -> self.tell(new TrackMessage.Members(
                        name, wanted, failure != null, failure == null ? found.orElse(null) : null)));
    }

    private static Set<UserName> membersOf(Group group) {
        return group.dissolved()
                ? Set.of()
                : group.members().stream()
                        .filter(GroupMember::isMember)
                        .map(GroupMember::user)
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void joined(Source<ActorRef<HubMessage>> source, long periodMillis) {
        source.node()
                .tell(new HubMessage.Joined(
                        name, source.connection(), periodMillis, getContext().getSelf()));
    }

    @Override
    public void refused(Source<ActorRef<HubMessage>> source, Refusal refusal) {
        source.node().tell(new HubMessage.Refused(name, source.connection(), refusal));
    }

    @Override
    public void period(Source<ActorRef<HubMessage>> source, long periodMillis) {
        source.node().tell(new HubMessage.Period(name, source.connection(), periodMillis));
    }

    @Override
    public void granted(ActorRef<HubMessage> node, Granted granted) {
        node.tell(new HubMessage.Granted(granted));
    }

    @Override
    public void point(ActorRef<HubMessage> node, long rights, TrackPoint point) {
        node.tell(new HubMessage.Point(name, rights, point));
    }

    @Override
    public void ended(ActorRef<HubMessage> node) {
        node.tell(new HubMessage.Ended(name));
    }

    @Override
    public void refreshed() {
        askers.forEach(asker -> asker.tell(new HubMessage.Done(name)));
        askers.clear();
    }
}
