package io.parley.broker.location;

import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One track, its owner, and the hubs of two nodes, over a network that delays and loses, in virtual time. The owner may be
 * replaced at any moment, with or without a word. What is stored is never lost.
 */
final class TrackWorld {
    static final TrackName TRACK = new TrackName("walk");
    static final UserName OWNER = new UserName("olga");
    static final long DELAY_MAX_MILLIS = 300;

    private record Event(long at, long number, Runnable action) {}

    /** What a viewer was shown, and when. */
    record Shown(long at, long measured) {}

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long numbers;
    long now = 1_700_000_000_000L;
    double loss;

    Track row;

    @Nullable TrackPoint storedLast;

    private @Nullable Life life;
    private long lives;
    final Map<String, Hub> hubs = new HashMap<>();
    final List<Looker> lookers = new ArrayList<>();
    /** When each point was measured and accepted, and how far the row was then. */
    final Map<Long, Long> versionAtAcceptance = new HashMap<>();
    /** Row versions the owner said are in force, by version: when. */
    final Map<Long, Long> inForceSince = new HashMap<>();

    final Map<Long, Track> rows = new HashMap<>();
    long newestAccepted;

    TrackWorld(long seed) {
        random = new Random(seed);
        row = TrackEdit.first(TRACK, OWNER, Track.Kind.SHARE, now).at(now);
        rows.put(row.version(), row);
        inForceSince.put(row.version(), now);
        for (String node : List.of("one", "two")) {
            hubs.put(
                    node,
                    new Hub(
                            LocationSettings.DEFAULT,
                            (track, viewers) -> toOwner(owner -> owner.track.watch(node, viewers, now))));
            every(1_000, () -> hub(node).tick(now));
        }
    }

    Hub hub(String node) {
        return java.util.Objects.requireNonNull(hubs.get(node));
    }

    void at(long when, Runnable action) {
        events.add(new Event(when, numbers++, action));
    }

    void every(long millis, Runnable action) {
        at(now + millis, () -> {
            action.run();
            every(millis, action);
        });
    }

    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at());
            event.action().run();
            wake();
        }
        now = end;
    }

    private long wakeAt = Long.MAX_VALUE;

    private void wake() {
        Life current = life;
        if (current == null) {
            return;
        }
        long due = current.track.dueAt();
        if (due != Long.MAX_VALUE && (due < wakeAt || wakeAt < now)) {
            wakeAt = Math.max(due, now + 1);
            at(wakeAt, () -> {
                if (life == current) {
                    current.track.tick(now);
                }
            });
        }
    }

    /** Messages between two keep their order; each may be lost. */
    private final Map<String, Long> lastArrival = new HashMap<>();

    private void send(String link, Runnable arrive) {
        if (random.nextDouble() < loss) {
            return;
        }
        long arrival = Math.max(now + 1 + random.nextInt((int) DELAY_MAX_MILLIS), lastArrival.getOrDefault(link, 0L));
        lastArrival.put(link, arrival);
        at(arrival, arrive);
    }

    private interface ToOwner {
        void tell(Life owner);
    }

    private void toOwner(ToOwner message) {
        send("to owner", () -> message.tell(owner()));
    }

    private Life owner() {
        if (life == null) {
            life = new Life();
        }
        return life;
    }

    /** @param withWord whether the nodes are told, as far as the network lets them be */
    void replaceOwner(boolean withWord) {
        Life former = life;
        life = null;
        if (former != null && withWord) {
            former.track.stop();
            former.track
                    .nodes()
                    .forEach(node -> send("to " + node, () -> hub(node).forgotten(TRACK, now)));
        }
    }

    void publish(long measured) {
        LocationPoint point = LocationPoint.of(47 + (measured % 100_000) / 1e6, 9.5, measured);
        Content body = Content.wrap(point.toJson());
        toOwner(owner -> owner.track.point(new Source<>("one", 1), OWNER, point, body, now));
    }

    /** As a call does: the row first, then the owner is asked until it says that it is in force. */
    void change(Track next) {
        row = next;
        rows.put(next.version(), next);
        askUntilInForce(next.version());
    }

    private void askUntilInForce(long version) {
        toOwner(owner -> {
            owner.askers.add(() -> send("to caller", () -> inForceSince.putIfAbsent(version, now)));
            owner.track.refresh(now);
        });
        at(now + 2_000, () -> {
            if (!inForceSince.containsKey(version)) {
                askUntilInForce(version);
            }
        });
    }

    static Track with(Track track, List<Participant> participants, long now) {
        return TrackEdit.of(track).participants(participants).at(now);
    }

    static Participant viewer(UserName user, Precision precision) {
        return new Participant(user, false, true, precision);
    }

    /** One owner, from its beginning to its end. */
    private final class Life implements LiveTrackEffects<String> {
        private final LiveTrack<String> track = new LiveTrack<>(
                TRACK,
                LocationSettings.DEFAULT,
                this,
                new TrackFollower() {
                    @Override
                    public void accepted(Track seen, TrackPoint point, long when) {
                        versionAtAcceptance.put(point.point().at(), seen.version());
                        newestAccepted = Math.max(newestAccepted, point.point().at());
                    }
                },
                LocationObserver.NONE,
                ++lives << 32);
        private final List<Runnable> askers = new ArrayList<>();

        private void later(Runnable answer) {
            at(now + 1 + random.nextInt(30), () -> {
                if (life == this) {
                    answer.run();
                }
            });
        }

        @Override
        public void load() {
            Track found = row;
            TrackPoint last = storedLast;
            later(() -> track.loaded(found, last, now));
        }

        @Override
        public void save(Track next) {
            if (row.version() == next.version() - 1) {
                row = next;
                rows.put(next.version(), next);
                inForceSince.put(next.version(), now);
            }
            later(() -> track.saved(now));
        }

        @Override
        public void saveLast(TrackPoint newest) {
            if (newest.isAfter(storedLast)) {
                storedLast = newest;
            }
        }

        @Override
        public void members(GroupName group) {
            throw new AssertionError("no group here");
        }

        @Override
        public void joined(Source<String> source, long periodMillis) {}

        @Override
        public void refused(Source<String> source, Refusal refusal) {}

        @Override
        public void period(Source<String> source, long periodMillis) {}

        @Override
        public void granted(String node, Granted granted) {
            send("to " + node, () -> hub(node).granted(granted, now));
        }

        @Override
        public void point(String node, long rights, TrackPoint point) {
            send("to " + node, () -> hub(node).point(TRACK, rights, point, now));
        }

        @Override
        public void ended(String node) {
            send("to " + node, () -> hub(node).ended(TRACK));
        }

        @Override
        public void refreshed() {
            askers.forEach(Runnable::run);
            askers.clear();
        }
    }

    /** Somebody who watches, and remembers what was shown. */
    final class Looker implements Viewer {
        final UserName user;
        final String node;
        final Need need;
        final List<Shown> shown = new ArrayList<>();
        int overs;

        Looker(String user, String node, Need need) {
            this.user = new UserName(user);
            this.node = node;
            this.need = need;
            lookers.add(this);
        }

        void look() {
            hub(node).watch(TRACK, this, need, now);
        }

        @Override
        public UserName user() {
            return user;
        }

        @Override
        public void show(TrackName track, Content point) {
            try {
                shown.add(new Shown(now, LocationPoint.parse(point.toBytes()).at()));
            } catch (io.parley.protocol.json.BadBodyException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void over(TrackName track) {
            overs++;
        }
    }
}
