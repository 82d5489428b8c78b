package io.parley.server.it;

import java.util.Locale;

/** A straight road north, and the positions of somebody who drives on it: ten seconds and a hundred metres apart, from an hour ago on. */
final class Road {
    /** Of latitude: 100 metres. */
    static final double STEP = 0.000_899_3;

    static final double LAT = 47.14;
    static final double LON = 9.52;

    private final long start = System.currentTimeMillis() / 1_000 - 3_600;
    private int told;

    /** So many hundreds of metres north, ten seconds after the one before. */
    String at(double hundreds) {
        told++;
        return String.format(
                Locale.ROOT,
                "{\"_type\":\"location\",\"lat\":%.7f,\"lon\":%.7f,\"tst\":%d,\"acc\":5,\"alt\":460}",
                LAT + hundreds * STEP,
                LON,
                start + 10L * told);
    }

    /** Of the first position. */
    long startMillis() {
        return 1_000 * (start + 10);
    }

    long lastMillis() {
        return 1_000 * (start + 10L * told);
    }

    static String place(double hundreds) {
        return String.format(Locale.ROOT, "{\"lat\":%.7f,\"lon\":%.7f}", LAT + hundreds * STEP, LON);
    }
}
