package io.parley.simulator.rides;

import io.parley.protocol.json.LocationPoint;
import io.parley.simulator.drive.Fix;
import io.parley.simulator.drive.Itinerary;
import io.parley.simulator.drive.Receiver;
import io.parley.simulator.map.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** Somebody with a phone: where they truly are, and what the phone measures once a second. Director's thread only. */
final class Traveller {
    private static final long PERIOD_MILLIS = 1_000;
    /** A tenth of a metre. */
    private static final double DEGREES = 1e6;

    private static final double KMH = 3.6;

    private final String user;
    private final Itinerary itinerary;
    private final Receiver receiver;
    private long nextFix;

    Traveller(String user, Place home, SplittableRandom random, long now) {
        this.user = user;
        this.itinerary = new Itinerary(home);
        this.receiver = new Receiver(random);
        this.nextFix = now + random.nextLong(PERIOD_MILLIS);
    }

    String user() {
        return user;
    }

    Itinerary itinerary() {
        return itinerary;
    }

    /** What is measured, if it is time to and there are satellites; as it goes over the wire. */
    Optional<LocationPoint> measure(long now) {
        if (now < nextFix) {
            return Optional.empty();
        }
        nextFix = Math.max(nextFix + PERIOD_MILLIS, now + PERIOD_MILLIS / 2);
        return receiver.fix(Instant.ofEpochMilli(now), itinerary.motion(now)).map(this::point);
    }

    private LocationPoint point(Fix fix) {
        return new LocationPoint(
                round(fix.place().lat()),
                round(fix.place().lon()),
                fix.at().toEpochMilli(),
                Math.ceil(fix.accuracyMetres()),
                Double.NaN,
                Math.rint(fix.metresPerSecond() * KMH),
                Math.rint(fix.course()) % 360,
                80,
                user.substring(Math.max(0, user.length() - 2)),
                "");
    }

    private static double round(double degrees) {
        return Math.rint(degrees * DEGREES) / DEGREES;
    }

    static String json(LocationPoint point) {
        return new String(point.toJson(), StandardCharsets.UTF_8);
    }
}
