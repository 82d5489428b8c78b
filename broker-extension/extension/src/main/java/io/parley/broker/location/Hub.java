package io.parley.broker.location;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The viewers of one node. The owner of a track sends it each point once, however many look; the hub hands it to those the
 * owner granted it, as closely as each may see it. One thread at a time; time is given.
 *
 * <p>Nothing is shown under a right the owner no longer holds to: every point bears the number of the rights it is meant
 * for, and one that meets other rights here waits until the owner has told the new ones. A grant ends by itself at its time.
 *
 * <p>Who watches is told to the owner on every change and again and again: it may have moved and forgotten, or not have heard.
 */
public final class Hub {
    /** What it wants done. */
    public interface Effects {
        /** The owner is to know who watches here, nobody if it is empty. Answered by {@link #granted}. */
        void watch(TrackName track, Map<UserName, Need> viewers);
    }

    /** One viewer of one track. */
    private static final class View {
        private Need need;
        private long shownAt = Long.MIN_VALUE;
        private @Nullable TrackPoint shown;
        private boolean told;

        View(Need need) {
            this.need = need;
        }
    }

    private static final class Watched {
        private final Map<Viewer, View> views = new IdentityHashMap<>();
        /** Of the owner's; no number of rights is negative. */
        private long rights = -1;

        private long listMillis;
        private Map<UserName, Grant> grants = Map.of();
        private @Nullable TrackPoint newest;
        /** Came under rights that are not known here yet. */
        private @Nullable TrackPoint held;

        private long heldRights;
        private long askedAt;
        /** When it is the turn of a viewer of a list. */
        private long dueAt = Long.MAX_VALUE;
    }

    private final LocationSettings settings;
    private final Effects effects;
    private final Map<TrackName, Watched> watched = new HashMap<>();

    public Hub(LocationSettings settings, Effects effects) {
        this.settings = settings;
        this.effects = effects;
    }

    public int tracks() {
        return watched.size();
    }

    /** Shows the newest point as soon as the owner allows it, also if it was shown before. */
    public void watch(TrackName track, Viewer viewer, Need need, long now) {
        Watched it = watched.computeIfAbsent(track, fresh -> new Watched());
        it.views.put(viewer, new View(need));
        ask(track, it, now);
    }

    public void unwatch(TrackName track, Viewer viewer, long now) {
        Watched it = watched.get(track);
        if (it == null || it.views.remove(viewer) == null) {
            return;
        }
        ask(track, it, now);
        if (it.views.isEmpty()) {
            watched.remove(track);
        }
    }

    private void ask(TrackName track, Watched it, long now) {
        Map<UserName, Need> viewers = new HashMap<>();
        it.views.forEach((viewer, view) -> viewers.merge(viewer.user(), view.need, Need::or));
        it.askedAt = now;
        effects.watch(track, viewers);
    }

    /** From the owner: who may see what, of those it was told. */
    public void granted(Granted granted, long now) {
        TrackName track = granted.track();
        TrackPoint newest = granted.newest();
        Watched it = watched.get(track);
        if (it == null) {
            effects.watch(track, Map.of());
            return;
        }
        it.rights = granted.rights();
        it.grants = granted.grants();
        it.listMillis = granted.listMillis();
        if (newest == null || newest.isAfter(it.newest)) {
            it.newest = newest;
        }
        if (it.held != null && it.heldRights == it.rights) {
            it.newest = it.held.isAfter(it.newest) ? it.held : it.newest;
            it.held = null;
        }
        for (Map.Entry<Viewer, View> entry : List.copyOf(it.views.entrySet())) {
            View view = entry.getValue();
            if (!it.grants.containsKey(entry.getKey().user()) && !view.told) {
                view.told = true;
                view.shown = null;
                entry.getKey().over(track);
            }
        }
        show(track, it, now);
    }

    /** From the owner: a point, accepted under those rights. */
    public void point(TrackName track, long rights, TrackPoint point, long now) {
        Watched it = watched.get(track);
        if (it == null) {
            effects.watch(track, Map.of());
            return;
        }
        if (rights != it.rights) {
            if (it.held == null || it.heldRights != rights || point.isAfter(it.held)) {
                it.held = point;
                it.heldRights = rights;
            }
            ask(track, it, now);
        } else if (point.isAfter(it.newest)) {
            it.newest = point;
            show(track, it, now);
        }
    }

    private void show(TrackName track, Watched it, long now) {
        it.dueAt = Long.MAX_VALUE;
        TrackPoint newest = it.newest;
        if (newest == null) {
            return;
        }
        for (Map.Entry<Viewer, View> entry : it.views.entrySet()) {
            View view = entry.getValue();
            Grant grant = it.grants.get(entry.getKey().user());
            if (grant == null || now >= grant.until() || Objects.equals(view.shown, newest)) {
                continue;
            }
            if (view.need == Need.LIST && view.shown != null && now - view.shownAt < it.listMillis) {
                it.dueAt = Math.min(it.dueAt, view.shownAt + it.listMillis);
                continue;
            }
            view.shown = newest;
            view.shownAt = now;
            view.told = false;
            entry.getKey().show(track, newest.as(grant.precision()));
        }
    }

    /** From the owner: the track has ended, or is no more. */
    public void ended(TrackName track) {
        Watched it = watched.remove(track);
        if (it != null) {
            it.views.forEach((viewer, view) -> {
                if (!view.told) {
                    viewer.over(track);
                }
            });
        }
    }

    /** The owner may have forgotten who watches: it moved, or its node is gone. */
    public void forgotten(TrackName track, long now) {
        Watched it = watched.get(track);
        if (it != null) {
            ask(track, it, now);
        }
    }

    /** As {@link #forgotten}, of all. */
    public void allForgotten(long now) {
        watched.forEach((track, it) -> ask(track, it, now));
    }

    /** To be called about once a second. */
    public void tick(long now) {
        long heartbeat = settings.heartbeat().toMillis();
        watched.forEach((track, it) -> {
            // what waits for its turn is shown when the owner has said again who may see it: it may be long ago
            if (now - it.askedAt >= heartbeat || now >= it.dueAt) {
                ask(track, it, now);
            }
        });
    }

    /** How many look, by how closely; for people. */
    public Map<Need, Integer> viewers() {
        Map<Need, Integer> counts = new EnumMap<>(Need.class);
        List<Watched> all = new ArrayList<>(watched.values());
        all.forEach(it -> it.views.values().forEach(view -> counts.merge(view.need, 1, Integer::sum)));
        return counts;
    }
}
