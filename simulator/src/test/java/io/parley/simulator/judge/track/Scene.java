package io.parley.simulator.judge.track;

import io.parley.protocol.Precision;
import io.parley.simulator.judge.track.TrackHistory.FenceStory;
import io.parley.simulator.judge.track.TrackHistory.Grant;
import io.parley.simulator.judge.track.TrackHistory.Kind;
import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import io.parley.simulator.judge.track.TrackHistory.Sitting;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.judge.track.TrackHistory.Stage;
import io.parley.simulator.judge.track.TrackHistory.StageStory;
import io.parley.simulator.judge.track.TrackHistory.Told;
import io.parley.simulator.judge.track.TrackHistory.TripStory;
import io.parley.simulator.judge.track.TrackHistory.Upset;
import io.parley.simulator.map.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run in which all goes well: for 100 s a car drives north at 10 m/s and one viewer sees it. Tests then spoil it. */
final class Scene {
    static final long START = 1_700_000_000_000L;
    static final long SECONDS = 100;
    static final Place BEGIN = new Place(47.1, 9.5);

    static final Truth NORTH = new Truth() {
        @Override
        public Place at(long millis) {
            return BEGIN.ahead(0, metres(START, Math.max(START, millis)));
        }

        @Override
        public double metres(long from, long until) {
            return Math.max(0, Math.min(until, second(SECONDS)) - from) / 100.0;
        }
    };

    final List<Sent> sent = new ArrayList<>();
    final List<Sighting> sightings = new ArrayList<>();
    final List<Grant> grants = new ArrayList<>();
    final List<Sitting> sittings = new ArrayList<>();
    final List<Upset> upsets = new ArrayList<>();
    final List<Span> disturbances = new ArrayList<>();
    final List<FenceStory> fences = new ArrayList<>();
    final List<StageStory> rides = new ArrayList<>();
    final List<TripStory> trips = new ArrayList<>();
    final List<String> endless = new ArrayList<>();

    Scene() {
        for (long second = 0; second < SECONDS; second++) {
            long at = second(second);
            Place place = NORTH.at(at).ahead(90, 3);
            sent.add(new Sent("t", at, place, 6, at + 50));
            sightings.add(new Sighting("anna", "t", 1, at + 100, at, place, 6));
        }
        grants.add(new Grant("anna", "t", Precision.EXACT, START - 1_000, TrackHistory.NEVER));
        sittings.add(new Sitting("anna", "t", 1, START, second(SECONDS)));
        // From 400 m to 600 m: in at 40 s, out at 60 s.
        fences.add(fence(new Told(Kind.ENTER, 1, second(41)), new Told(Kind.EXIT, 2, second(62))));
        rides.add(
                ride(new Stage("arrived", second(6)), new Stage("aboard", second(20)), new Stage("over", second(96))));
        trips.add(new TripStory("t", true, START, second(SECONDS - 1), 995));
    }

    static long second(long second) {
        return START + second * 1_000;
    }

    static FenceStory fence(Told... told) {
        return new FenceStory("t", "gate", BEGIN.ahead(0, 500), 100, START, TrackHistory.NEVER, List.of(told));
    }

    /** From 100 m, where it passes after 10 s, to 1,000 m. */
    static StageStory ride(Stage... told) {
        return new StageStory("t", "anna", BEGIN.ahead(0, 100), BEGIN.ahead(0, 1_000), List.of(told));
    }

    /** The coarse place for one at that precision. */
    static Place coarse(Place place) {
        return new Place(Math.rint(place.lat() * 1_000) / 1_000, Math.rint(place.lon() * 1_000) / 1_000);
    }

    void seesCoarsely() {
        sightings.replaceAll(it ->
                new Sighting(it.viewer(), it.track(), it.sitting(), it.arrivedAt(), it.at(), coarse(it.place()), 100));
        grants.replaceAll(it -> new Grant(it.viewer(), it.track(), Precision.HUNDRED_METRES, it.from(), it.until()));
    }

    TrackVerdict judged() {
        return TrackJudge.judge(
                new TrackHistory(
                        Map.of("t", new Publisher("otto", NORTH)),
                        sent,
                        sightings,
                        grants,
                        sittings,
                        upsets,
                        disturbances,
                        fences,
                        rides,
                        trips,
                        endless),
                TrackJudge.Bounds.PROMISED);
    }
}
