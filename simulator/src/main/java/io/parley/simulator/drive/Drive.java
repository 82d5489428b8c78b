package io.parley.simulator.drive;

import io.parley.simulator.map.Place;
import io.parley.simulator.map.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A car on a route, from standing to standing: it keeps to the limits, slows down for turns, now and then waits at a
 * junction, and speeds up and brakes as a car can. All of it is worked out when it is made, a pure function of the seed.
 */
public final class Drive implements Journey {
    /** Metres a second, each second. */
    static final double ACCELERATION = 1.8;

    static final double BRAKING = 2.2;
    /** Sideways, in a turn, for passengers who are to feel well. */
    private static final double SIDEWAYS = 3;
    /** Slower than that nobody turns. */
    private static final double TURN_MIN = 2.5;
    /** Up to here a bend is none. */
    private static final double STRAIGHT_DEGREES = 8;

    private static final double STOPS_AT_JUNCTION = 0.04;
    private static final double STOP_SECONDS_MIN = 2;
    private static final double STOP_SECONDS_MAX = 10;
    /** A driver keeps this share of the limit, at least and at most. */
    private static final double PACE_MIN = 0.85;

    private static final double PACE_MAX = 1.0;

    private final Route route;
    private final List<Phase> phases;
    private final double[] legStart;
    private final double[] courses;

    /** Constant acceleration on a stretch of one leg, or a wait. */
    private record Phase(int leg, double start, double seconds, double metres, double speed, double acceleration) {
        double end() {
            return start + seconds;
        }

        double metresAfter(double time) {
            return metres + speed * time + acceleration * time * time / 2;
        }
    }

    private Drive(Route route, List<Phase> phases, double[] legStart, double[] courses) {
        this.route = route;
        this.phases = phases;
        this.legStart = legStart;
        this.courses = courses;
    }

    public static Drive along(Route route, SplittableRandom random) {
        int legs = route.legs().size();
        double[] courses = new double[Math.max(1, legs)];
        double[] legStart = new double[legs + 1];
        for (int leg = 0; leg < legs; leg++) {
            courses[leg] = route.places().get(leg).courseTo(route.places().get(leg + 1));
            legStart[leg + 1] = legStart[leg] + route.legs().get(leg).metres();
        }
        double pace = random.nextDouble(PACE_MIN, PACE_MAX);
        double[] waits = waits(route, random);
        double[] speeds = speeds(route, courses, waits, pace);
        List<Phase> phases = new ArrayList<>();
        double clock = 0;
        for (int leg = 0; leg < legs; leg++) {
            double cruise = route.legs().get(leg).limit() * pace;
            clock = drive(phases, clock, leg, legStart, speeds, cruise);
            if (waits[leg + 1] > 0) {
                phases.add(new Phase(leg, clock, waits[leg + 1], legStart[leg + 1], 0, 0));
                clock += waits[leg + 1];
            }
        }
        return new Drive(route, List.copyOf(phases), legStart, courses);
    }

    /** How long one waits at the end of each leg, mostly not at all; index as of places. */
    private static double[] waits(Route route, SplittableRandom random) {
        double[] waits = new double[route.places().size()];
        for (int leg = 0; leg + 1 < route.legs().size(); leg++) {
            Route.Leg one = route.legs().get(leg);
            if (one.junction() && !one.tunnel() && random.nextDouble() < STOPS_AT_JUNCTION) {
                waits[leg + 1] = random.nextDouble(STOP_SECONDS_MIN, STOP_SECONDS_MAX);
            }
        }
        return waits;
    }

    /** Speed at each place: as the turn allows, and such that the next places can be reached at theirs. */
    private static double[] speeds(Route route, double[] courses, double[] waits, double pace) {
        int places = route.places().size();
        double[] speeds = new double[places];
        for (int i = 1; i + 1 < places; i++) {
            Route.Leg before = route.legs().get(i - 1);
            Route.Leg after = route.legs().get(i);
            double turn = Math.abs((courses[i] - courses[i - 1] + 540) % 360 - 180);
            double allowed = pace * Math.min(before.limit(), after.limit());
            speeds[i] = waits[i] > 0 ? 0 : Math.min(allowed, turning(turn, Math.min(before.metres(), after.metres())));
        }
        for (int i = 1; i < places; i++) {
            double metres = route.legs().get(i - 1).metres();
            speeds[i] = Math.min(speeds[i], Math.sqrt(speeds[i - 1] * speeds[i - 1] + 2 * ACCELERATION * metres));
        }
        for (int i = places - 2; i >= 0; i--) {
            double metres = route.legs().get(i).metres();
            speeds[i] = Math.min(speeds[i], Math.sqrt(speeds[i + 1] * speeds[i + 1] + 2 * BRAKING * metres));
        }
        return speeds;
    }

    /** A bend between two legs is driven on the circle that touches both, half of the shorter one from the corner. */
    private static double turning(double degrees, double shorter) {
        if (degrees < STRAIGHT_DEGREES) {
            return Double.MAX_VALUE;
        }
        double radius = Math.min(shorter, 30) / 2 / Math.tan(Math.toRadians(Math.min(degrees, 175)) / 2);
        return Math.max(TURN_MIN, Math.sqrt(SIDEWAYS * radius));
    }

    /** Up to the cruising speed as far as the leg is long enough, along, and down to the speed at its end. */
    private static double drive(
            List<Phase> phases, double clock, int leg, double[] legStart, double[] speeds, double cruise) {
        double metres = legStart[leg + 1] - legStart[leg];
        double in = speeds[leg];
        double out = speeds[leg + 1];
        double peakSquare = (2 * ACCELERATION * BRAKING * metres + BRAKING * in * in + ACCELERATION * out * out)
                / (ACCELERATION + BRAKING);
        double peak = Math.max(Math.max(in, out), Math.min(cruise, Math.sqrt(peakSquare)));
        double up = (peak * peak - in * in) / (2 * ACCELERATION);
        double down = (peak * peak - out * out) / (2 * BRAKING);
        double level = Math.max(0, metres - up - down);
        double at = legStart[leg];
        double now = clock;
        if (peak > in) {
            phases.add(new Phase(leg, now, (peak - in) / ACCELERATION, at, in, ACCELERATION));
            now += (peak - in) / ACCELERATION;
            at += up;
        }
        if (level > 0) {
            phases.add(new Phase(leg, now, level / peak, at, peak, 0));
            now += level / peak;
            at += level;
        }
        if (peak > out) {
            phases.add(new Phase(leg, now, (peak - out) / BRAKING, at, peak, -BRAKING));
            now += (peak - out) / BRAKING;
        }
        return now;
    }

    @Override
    public Duration length() {
        double seconds = phases.isEmpty() ? 0 : phases.get(phases.size() - 1).end();
        return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
    }

    public Route route() {
        return route;
    }

    @Override
    public Motion at(Duration since) {
        double seconds = since.toNanos() / 1e9;
        if (phases.isEmpty() || seconds < 0) {
            return Motion.at(route.start());
        }
        Phase phase = phaseAt(seconds);
        if (seconds >= phase.end()) {
            return new Motion(route.end(), 0, courses[courses.length - 1], false);
        }
        double time = seconds - phase.start();
        Route.Leg leg = route.legs().get(phase.leg());
        double into = Math.min(leg.metres(), Math.max(0, phase.metresAfter(time) - legStart[phase.leg()]));
        Place begin = route.places().get(phase.leg());
        Place place = begin.toward(route.places().get(phase.leg() + 1), into / leg.metres());
        double speed = Math.max(0, phase.speed() + phase.acceleration() * time);
        return new Motion(place, speed, courses[phase.leg()], leg.tunnel());
    }

    @Override
    public double metresAt(Duration since) {
        double seconds = since.toNanos() / 1e9;
        if (phases.isEmpty() || seconds <= 0) {
            return 0;
        }
        Phase phase = phaseAt(seconds);
        double total = legStart[legStart.length - 1];
        return seconds >= phase.end() ? total : Math.min(total, phase.metresAfter(seconds - phase.start()));
    }

    /** The last one that has begun. */
    private Phase phaseAt(double seconds) {
        int low = 0;
        int high = phases.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (phases.get(middle).start() <= seconds) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return phases.get(low);
    }
}
