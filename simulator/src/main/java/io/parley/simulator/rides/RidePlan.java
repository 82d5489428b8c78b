package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.map.RoadGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Who drives, and who wants to go where and when: a pure function of the seed. Which driver comes is not planned, that the
 * server says.
 */
record RidePlan(List<Driver> drivers, List<String> riders, List<Request> requests) {
    /** They stay where the middle of the town is this near: what is near on the map may be an hour up a mountain. */
    private static final double AREA_SECONDS = 100;
    /** Turns, stops and speeding up take about this share more than the limits say. */
    private static final double DRIVEN = 1.5;

    /** A ride takes about this share of the run, that it may come to its end in it. */
    private static final double RIDE_SHARE = 0.25;

    private static final double RIDE_SECONDS_MIN = 25;
    private static final double RIDE_SECONDS_MAX = 150;
    private static final double ASKED_UNTIL = 0.5;
    /** A rider asks again after so long, if the run is long enough. */
    private static final Duration AGAIN = Duration.ofSeconds(240);

    private static final double APART_METRES = 250;
    /** Of the time wanted. */
    private static final double SHORTEST = 0.6;

    private static final double FAMILY = 0.4;
    private static final double PRYING = 0.3;
    private static final double GATE = 0.3;
    private static final double GUEST = 0.2;
    private static final double ENDS_EARLY = 0.5;
    private static final int RIGHT_SECONDS_MIN = 8;
    private static final int RIGHT_SECONDS_MAX = 25;

    /** @param home where the car stands at first */
    record Driver(String user, int home, long seed) {}

    /**
     * One wish to be brought somewhere.
     *
     * @param family who else is to see it
     * @param prying who tries to see it without being asked
     * @param gate whether a fence on the way is to be told of
     * @param guest for how long there is a link for a guest
     */
    record Request(
            int number,
            Duration at,
            String rider,
            int from,
            int to,
            Optional<Family> family,
            Optional<String> prying,
            boolean gate,
            Optional<Duration> guest) {}

    /** @param until after so long the right is taken away again */
    record Family(String user, Precision precision, Optional<Duration> until) {}

    RidePlan {
        drivers = List.copyOf(drivers);
        riders = List.copyOf(riders);
        requests = List.copyOf(requests);
    }

    static RidePlan of(long seed, RoadGraph roads, int drivers, int riders, Duration run) {
        double[] fromCentre = roads.secondsFrom(roads.nearest(LiechtensteinMap.CENTRE));
        List<Integer> corners = roads.vertices().stream()
                .filter(it -> fromCentre[it] <= AREA_SECONDS)
                .toList();
        List<Driver> cars = new ArrayList<>();
        SplittableRandom homes = new SplittableRandom(seed);
        for (int i = 0; i < drivers; i++) {
            cars.add(new Driver("d" + (i + 1), pick(homes, corners), homes.nextLong()));
        }
        List<String> people = new ArrayList<>();
        for (int i = 0; i < riders; i++) {
            people.add("r" + (i + 1));
        }
        List<Request> requests = new ArrayList<>();
        // A stream for each rider: one more leaves the others where they are.
        for (int i = 0; i < riders; i++) {
            SplittableRandom random = new SplittableRandom(seed * 31 + i);
            Duration first = Duration.ofMillis(random.nextLong(1 + Math.round(run.toMillis() * ASKED_UNTIL)));
            Trip trip = null;
            for (Duration at = first;
                    at.toMillis() <= first.toMillis() || at.plus(AGAIN).compareTo(run) < 0;
                    at = at.plus(AGAIN)) {
                trip = trip(random, roads, corners, run, trip == null ? pick(random, corners) : trip.to);
                requests.add(request(random, requests.size() + 1, at, people, i, trip));
            }
        }
        requests.sort(Comparator.comparing(Request::at));
        return new RidePlan(cars, people, requests);
    }

    private static int pick(SplittableRandom random, List<Integer> corners) {
        return corners.get(random.nextInt(corners.size()));
    }

    private record Trip(int from, int to) {}

    /**
     * Near enough to arrive in the run, and so far apart that where one gets in and out is not taken for each other: the server
     * takes 50 metres for being there.
     */
    private static Trip trip(SplittableRandom random, RoadGraph roads, List<Integer> corners, Duration run, int from) {
        double wanted = Math.max(RIDE_SECONDS_MIN, Math.min(RIDE_SECONDS_MAX, run.toSeconds() * RIDE_SHARE)) / DRIVEN;
        double[] seconds = roads.secondsFrom(from);
        List<Integer> apart = corners.stream()
                .filter(it -> roads.place(from).metresTo(roads.place(it)) >= APART_METRES)
                .toList();
        List<Integer> about = apart.stream()
                .filter(it -> seconds[it] >= wanted * SHORTEST && seconds[it] <= wanted)
                .toList();
        // Where streets are slow, all that is far enough apart may take longer: then what takes least.
        return new Trip(
                from,
                about.isEmpty()
                        ? Collections.min(apart, Comparator.comparingDouble(it -> seconds[it]))
                        : pick(random, about));
    }

    private static Request request(
            SplittableRandom random, int number, Duration at, List<String> people, int rider, Trip trip) {
        Optional<Family> family = Optional.empty();
        Optional<String> prying = Optional.empty();
        if (people.size() >= 3) {
            int other = (rider + 1 + random.nextInt(people.size() - 2)) % people.size();
            int third = other + 1 == people.size() ? 0 : other + 1;
            if (random.nextDouble() < FAMILY) {
                Precision precision = Precision.values()[random.nextInt(Precision.values().length)];
                family = Optional.of(new Family(people.get(other), precision, sometimes(random)));
            }
            if (random.nextDouble() < PRYING && third != rider) {
                prying = Optional.of(people.get(third));
            }
        }
        boolean gate = random.nextDouble() < GATE;
        Optional<Duration> guest = random.nextDouble() < GUEST ? Optional.of(rightLength(random)) : Optional.empty();
        return new Request(number, at, people.get(rider), trip.from, trip.to, family, prying, gate, guest);
    }

    private static Optional<Duration> sometimes(SplittableRandom random) {
        return random.nextDouble() < ENDS_EARLY ? Optional.of(rightLength(random)) : Optional.empty();
    }

    private static Duration rightLength(SplittableRandom random) {
        return Duration.ofSeconds(random.nextInt(RIGHT_SECONDS_MIN, RIGHT_SECONDS_MAX));
    }
}
