package io.parley.broker.location;

import io.parley.broker.location.point.Dropped;
import io.parley.broker.location.point.PointGate;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one track: takes its points in, says who may see them, holds the newest, and ends by itself. One thread at a
 * time; time is given.
 *
 * <p>What the track is stands in its row, which others may change: they have it looked at again ({@link #refresh}) before
 * they say that it is done. From then on nothing is told under the former rights, since each point bears the number of the
 * rights it may be shown under, and a {@link Hub} shows none under another.
 *
 * <pre>
 * LOADING ──row──▶ there ──its end──▶ over
 *    │               ▲ refresh, every 30 s and whenever it was changed
 *    └──no row──▶ unknown
 * </pre>
 *
 * @param <N> what names a node
 */
public final class LiveTrack<N> {
    private static final long RETRY_MILLIS = 500;
    /** What waits for the row; of more the oldest goes. */
    private static final int WAITING_MAX = 1_024;

    private final TrackName name;
    private final LocationSettings settings;
    private final LiveTrackEffects<N> effects;
    private final TrackFollower follower;
    private final LocationObserver observer;

    private boolean loading;
    private boolean loaded;
    private boolean reload;
    private @Nullable Track track;
    private @Nullable PointGate gate;
    private @Nullable Pace pace;
    private long taken;

    private final Map<Source<N>, UserName> sources = new LinkedHashMap<>();
    private final Audience<N> audience = new Audience<>();
    private final Membership membership;
    private final Newest newest;
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    /** Whether the present row's end was told to all. */
    private boolean over;
    /** Numbers the rights; one of another owner has other numbers. */
    private long rights;

    private long loadAt = Long.MAX_VALUE;
    private long usedAt;

    /** @param rights where to begin to count: larger than that of any owner before, such as the time */
    public LiveTrack(
            TrackName name,
            LocationSettings settings,
            LiveTrackEffects<N> effects,
            TrackFollower follower,
            LocationObserver observer,
            long rights) {
        this.name = name;
        this.settings = settings;
        this.effects = effects;
        this.follower = follower;
        this.observer = observer;
        this.rights = rights;
        this.newest = new Newest(settings.lastSaved().toMillis());
        this.membership = new Membership(settings.membersChecked().toMillis());
    }

    /** A connection wants to publish. Answered by {@link LiveTrackEffects#joined} or {@link LiveTrackEffects#refused}. */
    public void join(Source<N> source, UserName user, long now) {
        usedAt = now;
        whenLoaded(() -> enter(source, user, true, now), now);
    }

    /**
     * @param asked whether it wants to be answered, also if it was before: its node may have forgotten
     * @return whether it may
     */
    private boolean enter(Source<N> source, UserName user, boolean asked, long now) {
        Optional<Refusal> refusal = refusal(user, now);
        if (refusal.isPresent()) {
            observer.refused(refusal.get().reason());
            sources.remove(source);
            effects.refused(source, refusal.get());
            return false;
        }
        if (sources.put(source, user) == null || asked) {
            effects.joined(source, pace(required()).period());
        }
        return true;
    }

    private Optional<Refusal> refusal(UserName user, long now) {
        Track row = track;
        return row == null ? Optional.of(TrackRules.unknown(name)) : TrackRules.refusedToPublish(row, user, now);
    }

    public void leave(Source<N> source) {
        sources.remove(source);
    }

    /** From a connection that has joined, or had joined a former owner. */
    public void point(Source<N> source, UserName user, LocationPoint point, Content body, long now) {
        usedAt = now;
        whenLoaded(() -> take(source, user, point, body, now), now);
    }

    private void take(Source<N> source, UserName user, LocationPoint point, Content body, long now) {
        // who has entered is asked again when the row changes, and by then only the time may have passed it by
        Track row = track;
        boolean known =
                row != null && user.equals(sources.get(source)) && TrackRules.stateAt(row, now) == Track.State.ACTIVE;
        if (!known && !enter(source, user, false, now)) {
            return;
        }
        row = required();
        Optional<Dropped> dropped = gate(row).take(point, now);
        if (dropped.isPresent()) {
            observer.dropped(dropped.get());
            return;
        }
        TrackPoint accepted = new TrackPoint(user, point, body);
        newest.accepted(accepted, now);
        taken++;
        observer.taken();
        for (N node : audience.nodes()) {
            effects.point(node, rights, accepted);
        }
        follower.accepted(row, accepted, now);
    }

    /** A node tells who watches there, of all it has; also to say that it is still so. */
    public void watch(N node, Map<UserName, Need> viewers, long now) {
        usedAt = now;
        audience.are(node, viewers, now);
        whenLoaded(() -> audienceIs(node, now), now);
    }

    private void audienceIs(N node, long now) {
        Track row = track;
        if (row == null || TrackRules.stateAt(row, now) == Track.State.ENDED) {
            audience.forget(node);
            effects.ended(node);
            return;
        }
        askMembersIfNeeded(row, now);
        if (!audience.at(node).isEmpty()) {
            grant(row, node);
        }
        setPace(row, now);
    }

    /** The node is gone, with all it held. */
    public void gone(N node, long now) {
        audience.forget(node);
        sources.keySet().removeIf(source -> source.node().equals(node));
        if (track != null) {
            setPace(track, now);
        }
    }

    /** The row was changed. {@link LiveTrackEffects#refreshed} tells when that is in force. */
    public void refresh(long now) {
        usedAt = now;
        follower.refreshed();
        if (loading) {
            reload = true;
        } else {
            load();
        }
    }

    private void load() {
        loading = true;
        reload = false;
        loadAt = Long.MAX_VALUE;
        effects.load();
    }

    private void whenLoaded(Runnable step, long now) {
        if (loaded) {
            step.run();
            return;
        }
        if (waiting.size() >= WAITING_MAX) {
            waiting.removeFirst();
        }
        waiting.addLast(step);
        boolean pausing = loadAt != Long.MAX_VALUE && now < loadAt;
        if (!loading && !pausing) {
            load();
        }
    }

    /**
     * What is stored: the row, and, for an owner that has just begun, the newest point.
     *
     * @param row null if there is none
     */
    public void loaded(@Nullable Track row, @Nullable TrackPoint last, long now) {
        loading = false;
        newest.stored(last);
        boolean changed = !loaded || !Objects.equals(row, track);
        loaded = true;
        if (changed) {
            become(row, now);
        } else if (over && row != null && row.state() != Track.State.ENDED) {
            effects.save(TrackEdit.of(row).ended(row.endAt()).at(now));
        }
        if (reload) {
            load();
        } else {
            loadAt = now + settings.refreshed().toMillis();
            effects.refreshed();
        }
        for (Runnable step = waiting.pollFirst(); step != null; step = waiting.pollFirst()) {
            step.run();
        }
    }

    /** The store is away; who waits for a refresh goes on waiting. */
    public void loadFailed(long now) {
        loading = false;
        loadAt = now + RETRY_MILLIS;
    }

    private void become(@Nullable Track row, long now) {
        rights++;
        Track before = track;
        track = row;
        if (row == null) {
            end(now);
            return;
        }
        gate(row).filters(row.settings().filters());
        if (before == null || !Objects.equals(before.group(), row.group())) {
            membership.forget();
        }
        follower.changed(row);
        if (TrackRules.stateAt(row, now) == Track.State.ENDED) {
            end(now);
            return;
        }
        over = false;
        askMembersIfNeeded(row, now);
        for (N node : audience.nodes()) {
            grant(row, node);
        }
        Map.copyOf(sources).forEach((source, user) -> {
            Optional<Refusal> refusal = TrackRules.refusedToPublish(row, user, now);
            if (refusal.isPresent()) {
                sources.remove(source);
                effects.refused(source, refusal.get());
            }
        });
        setPace(row, now);
    }

    /** Nothing more is shown or taken; all who have to do with it are told. */
    private void end(long now) {
        if (over) {
            return;
        }
        over = true;
        rights++;
        Track row = track;
        Refusal refusal = row == null ? TrackRules.unknown(name) : TrackRules.ended(name);
        Set.copyOf(audience.nodes()).forEach(effects::ended);
        audience.clear();
        Set.copyOf(sources.keySet()).forEach(source -> effects.refused(source, refusal));
        sources.clear();
        saveLast();
        if (row != null) {
            if (row.state() != Track.State.ENDED) {
                effects.save(TrackEdit.of(row).ended(row.endAt()).at(now));
            }
            follower.ended(row, now);
        }
    }

    /** The row this owner wanted saved is stored, or another one is: either is to be looked at. */
    public void saved(long now) {
        refresh(now);
    }

    /** Its end is clear from the row that is stored; somebody will write it down. */
    public void saveFailed(long now) {
        loadAt = Math.min(loadAt, now + RETRY_MILLIS);
    }

    private void grant(Track row, N node) {
        Map<UserName, Grant> grants = new HashMap<>();
        long until = row.endAt() == 0 ? Long.MAX_VALUE : row.endAt();
        for (UserName viewer : audience.at(node)) {
            seenBy(row, viewer).ifPresent(precision -> grants.put(viewer, new Grant(precision, until)));
        }
        effects.granted(node, new Granted(name, rights, row.settings().listMillis(), grants, newest.point()));
    }

    private Optional<Precision> seenBy(Track row, UserName viewer) {
        return TrackRules.seenBy(row, viewer, membership.contains(viewer));
    }

    private void askMembersIfNeeded(Track row, long now) {
        GroupName group = row.group();
        boolean needed = group != null
                && audience.anybody(
                        viewer -> TrackRules.seenBy(row, viewer, false).isEmpty());
        if (membership.lookUp(needed, now) && group != null) {
            effects.members(group);
        }
    }

    /** Who is in the group now. */
    public void membersAre(GroupName group, Set<UserName> found, long now) {
        Track row = track;
        boolean changed = membership.are(found, now);
        if (row != null && !group.equals(row.group())) {
            membership.forget();
            askMembersIfNeeded(row, now);
        } else if (changed) {
            regrant(now);
        }
    }

    /** Those who were in it are taken to be for some seconds longer, then nobody is. */
    public void membersFailed(long now) {
        if (membership.unknown(now)) {
            regrant(now);
        }
    }

    private void regrant(long now) {
        Track row = track;
        if (row != null && !over) {
            rights++;
            audience.nodes().forEach(node -> grant(row, node));
            setPace(row, now);
        }
    }

    private void setPace(Track row, long now) {
        boolean active = TrackRules.stateAt(row, now) == Track.State.ACTIVE;
        Optional<Need> need = audience.need(viewer -> seenBy(row, viewer).isPresent());
        if (active && pace(row).wanted(need, row.settings(), now)) {
            sources.keySet().forEach(source -> effects.period(source, pace(row).period()));
        }
    }

    private Track required() {
        if (track == null) {
            throw new IllegalStateException("no row of " + name);
        }
        return track;
    }

    private PointGate gate(Track row) {
        if (gate == null) {
            gate = new PointGate(row.settings().filters(), newestPlace());
        }
        return gate;
    }

    private @Nullable LocationPoint newestPlace() {
        TrackPoint point = newest.point();
        return point == null ? null : point.point();
    }

    private Pace pace(Track row) {
        if (pace == null) {
            pace = new Pace(settings.slowDownAfter().toMillis(), row.settings());
        }
        return pace;
    }

    private void saveLast() {
        newest.toSave().ifPresent(effects::saveLast);
    }

    /** The owner goes; those who publish and watch are told by its shell. */
    public void stop() {
        saveLast();
        follower.left();
    }

    /** Points measured up to then are deleted: none of them is shown any more to who has not seen it. */
    public void forget(long until, long now) {
        usedAt = now;
        if (newest.forget(until)) {
            regrant(now);
        }
    }

    /** Those who publish or watch. */
    public Set<N> nodes() {
        Set<N> all = new HashSet<>(audience.nodes());
        sources.keySet().forEach(source -> all.add(source.node()));
        return all;
    }

    public boolean isLoaded() {
        return loaded;
    }

    /** Tells once it is known what is stored. */
    public void ask(Consumer<TrackStatus> asker, long now) {
        whenLoaded(() -> asker.accept(status()), now);
    }

    private TrackStatus status() {
        return TrackStatus.of(
                pace == null ? 0 : pace.period(),
                sources.size(),
                audience.counts(),
                taken,
                gate == null ? Map.of() : gate.counts(),
                newest.point());
    }

    /** When to call {@link #tick} at the latest, Unix milliseconds; {@link Long#MAX_VALUE} for never. */
    public long dueAt() {
        long due = Math.min(Math.min(newest.dueAt(), membership.dueAt()), loadAt);
        if (pace != null) {
            due = Math.min(due, pace.dueAt());
        }
        Track row = track;
        if (row != null && !over) {
            due = row.endAt() == 0 ? due : Math.min(due, row.endAt());
            due = row.state() == Track.State.CREATED ? Math.min(due, row.startAt()) : due;
        }
        return due;
    }

    public void tick(long now) {
        if (now >= newest.dueAt()) {
            saveLast();
        }
        if (now >= loadAt && !loading) {
            tickLoad(now);
        }
        Track row = track;
        if (row == null || over) {
            return;
        }
        if (TrackRules.stateAt(row, now) == Track.State.ENDED) {
            end(now);
            return;
        }
        askMembersIfNeeded(row, now);
        if (row.state() == Track.State.CREATED && now >= row.startAt()) {
            start(row, now);
        }
        setPace(row, now);
    }

    private void tickLoad(long now) {
        audience.forgetBefore(now - 4 * settings.heartbeat().toMillis());
        if (isIdle(now)) {
            loadAt = Long.MAX_VALUE;
        } else {
            load();
        }
    }

    private void start(Track row, long now) {
        Track started = TrackEdit.of(row).at(now);
        track = started;
        effects.save(started);
        follower.changed(started);
        setPace(started, now);
    }

    /** Whether nobody has spoken to it for so long that it may go. */
    public boolean isIdle(long now) {
        return audience.isEmpty() && now - usedAt >= settings.idleMax().toMillis();
    }
}
