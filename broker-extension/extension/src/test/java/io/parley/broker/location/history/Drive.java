package io.parley.broker.location.history;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Position;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A car that is driven about, second by second. */
final class Drive {
    static final long START = 1_700_000_000_000L;

    private final List<LocationPoint> points = new ArrayList<>();
    private final Random noise;
    private final double noiseMetres;
    private Position place;
    private double course;
    private long at = START;
    private double driven;

    Drive(Position from, long seed, double noiseMetres) {
        this.place = from;
        this.noise = new Random(seed);
        this.noiseMetres = noiseMetres;
    }

    Drive go(int seconds, double metresASecond, double turnASecond) {
        for (int i = 0; i < seconds; i++) {
            Position before = place;
            place = Earth.towards(before, course, metresASecond);
            // north is elsewhere now, close to the poles by much
            course = Earth.course(place, before) + Math.PI + turnASecond;
            driven += metresASecond;
            tell();
        }
        return this;
    }

    Drive stand(int seconds) {
        for (int i = 0; i < seconds; i++) {
            tell();
        }
        return this;
    }

    private void tell() {
        at += 1_000;
        Position seen = noiseMetres == 0
                ? place
                : Earth.towards(place, noise.nextDouble() * 2 * Math.PI, Math.abs(noise.nextGaussian()) * noiseMetres);
        points.add(LocationPoint.of(seen.lat(), seen.lon(), at, noiseMetres == 0 ? Double.NaN : 2 * noiseMetres));
    }

    List<LocationPoint> points() {
        return points;
    }

    double driven() {
        return driven;
    }
}
