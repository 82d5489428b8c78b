package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.LocationPoint;
import io.parley.simulator.fleet.Line;
import io.parley.simulator.judge.track.TrackHistory;
import io.parley.simulator.judge.track.TrackHistory.FenceStory;
import io.parley.simulator.judge.track.TrackHistory.Grant;
import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import io.parley.simulator.judge.track.TrackHistory.Sitting;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.judge.track.TrackHistory.StageStory;
import io.parley.simulator.judge.track.TrackHistory.TripStory;
import io.parley.simulator.judge.track.TrackHistory.Upset;
import io.parley.simulator.judge.track.Truth;
import io.parley.simulator.map.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything the judge is to know, written down as it happens. Director's thread only. Times are Unix milliseconds. */
final class Notebook {
    private final Map<String, Publisher> publishers = new LinkedHashMap<>();
    private final Map<String, Map<Long, Sent>> sent = new LinkedHashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final List<Sitting> sittings = new ArrayList<>();
    private final Map<String, Sitting> open = new LinkedHashMap<>();
    private final Map<String, Integer> sittingNumbers = new HashMap<>();
    private final List<Upset> upsets = new ArrayList<>();
    private final Map<String, Long> offlineSince = new HashMap<>();
    private final List<Span> disturbances = new ArrayList<>();
    private final List<FenceStory> fences = new ArrayList<>();
    private final List<StageStory> rides = new ArrayList<>();
    private final List<TripStory> trips = new ArrayList<>();
    private final List<String> endless = new ArrayList<>();
    private final TreeMap<String, Long> counts = new TreeMap<>();

    // ---- who publishes, who may see

    void publishes(String user, String track, Truth truth) {
        publishers.put(track, new Publisher(user, truth));
        granted(user, track, Precision.EXACT, 0);
    }

    /** @param asked when the right was asked for: it cannot have held before */
    void granted(String viewer, String track, Precision precision, long asked) {
        grants.putIfAbsent(viewer + " " + track, new Grant(viewer, track, precision, asked, TrackHistory.NEVER));
    }

    /** The right is known to be over. */
    void ended(String viewer, String track, long at) {
        grants.computeIfPresent(
                viewer + " " + track,
                (key, it) -> it.until() <= at ? it : new Grant(it.viewer(), it.track(), it.precision(), it.from(), at));
    }

    /** Every right to it is known to be over. */
    void ended(String track, long at) {
        List<Grant> of =
                grants.values().stream().filter(it -> it.track().equals(track)).toList();
        of.forEach(it -> ended(it.viewer(), track, at));
    }

    // ---- points

    void measured(String track, LocationPoint point) {
        Place place = new Place(point.lat(), point.lon());
        sent.computeIfAbsent(track, key -> new LinkedHashMap<>())
                .put(point.at(), new Sent(track, point.at(), place, point.acc(), TrackHistory.NEVER));
    }

    /** Takes what a phone says, if it is about points, subscriptions or connections. */
    void said(Line line) {
        String user = line.text(0);
        switch (line.verb()) {
            case "put" -> put(line.text(1), line.number(2), line.number(3));
            case "unput" -> count("points refused: " + line.text(4));
            case "watching" -> sits(user, line.text(1), line.number(2));
            case "notwatching" -> count("subscriptions refused: " + line.text(3));
            case "seen" -> seen(user, line.text(1), line.number(2), line.rest(3));
            case "phase" -> phase(user, line.number(1), line.text(2).equals("ONLINE"));
            default -> {
                // Not about positions.
            }
        }
    }

    private void put(String track, long at, long when) {
        count("points put");
        sent.getOrDefault(track, new HashMap<>())
                .computeIfPresent(
                        at, (key, it) -> new Sent(track, at, it.place(), it.acc(), Math.min(it.putAt(), when)));
    }

    private void seen(String viewer, String track, long arrivedAt, String body) {
        try {
            LocationPoint point = LocationPoint.parse(body.getBytes(StandardCharsets.UTF_8));
            int sitting = sittingNumbers.getOrDefault(viewer + " " + track, 0);
            sightings.add(new Sighting(
                    viewer, track, sitting, arrivedAt, point.at(), new Place(point.lat(), point.lon()), point.acc()));
        } catch (BadBodyException unreadable) {
            endless.add(viewer + " saw on " + track + " what is no point: " + unreadable.getMessage());
        }
    }

    /** Over HTTP, where each look stands for itself. */
    void seenByGuest(String viewer, String track, long arrivedAt, long at, double lat, double lon) {
        int look = sittingNumbers.merge(viewer + " " + track, 1, Integer::sum);
        sightings.add(new Sighting(viewer, track, look, arrivedAt, at, new Place(lat, lon), Double.NaN));
    }

    // ---- connections

    private void sits(String viewer, String track, long at) {
        String key = viewer + " " + track;
        rises(key, at);
        int number = sittingNumbers.merge(key, 1, Integer::sum);
        open.put(key, new Sitting(viewer, track, number, at, TrackHistory.NEVER));
    }

    private void rises(String key, long at) {
        Sitting sitting = open.remove(key);
        if (sitting != null) {
            sittings.add(new Sitting(sitting.viewer(), sitting.track(), sitting.number(), sitting.from(), at));
        }
    }

    /** Looks away by themselves. */
    void rises(String viewer, String track, long at) {
        rises(viewer + " " + track, at);
    }

    private void phase(String user, long at, boolean online) {
        if (online) {
            Long since = offlineSince.remove(user);
            if (since != null) {
                upsets.add(new Upset(user, new Span(since, at)));
            }
            return;
        }
        offlineSince.putIfAbsent(user, at);
        for (String key : List.copyOf(open.keySet())) {
            if (key.startsWith(user + " ")) {
                rises(key, at);
                // What comes over the next connection may begin with an older point.
                sittingNumbers.merge(key, 1, Integer::sum);
            }
        }
    }

    void upset(String user, Span when) {
        upsets.add(new Upset(user, when));
    }

    void disturbed(Span when) {
        disturbances.add(when);
    }

    // ---- fences, trips, ends

    void fence(FenceStory story) {
        fences.add(story);
    }

    void ride(StageStory story) {
        rides.add(story);
    }

    void trip(TripStory trip) {
        trips.add(trip);
    }

    void endless(String what) {
        endless.add(what);
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    long sightings() {
        return sightings.size();
    }

    /** When the newest point of a track that a viewer saw came, for whoever waits; null if none did. */
    @Nullable Long putAt(String track, long at) {
        Sent it = sent.getOrDefault(track, Map.of()).get(at);
        return it == null || it.putAt() == TrackHistory.NEVER ? null : it.putAt();
    }

    TrackHistory history(long now) {
        List.copyOf(open.keySet()).forEach(it -> rises(it, now));
        Map.copyOf(offlineSince).forEach((user, since) -> upsets.add(new Upset(user, new Span(since, now))));
        return new TrackHistory(
                publishers,
                sent.values().stream().flatMap(it -> it.values().stream()).toList(),
                sightings,
                List.copyOf(grants.values()),
                sittings,
                upsets,
                disturbances,
                fences,
                rides,
                trips,
                endless);
    }
}
