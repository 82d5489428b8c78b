package io.parley.simulator.bench;

import io.parley.simulator.map.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Bodies of points as phones send them, with the moment they were meant to be sent hidden in a field that servers pass on
 * unread. Every one of a track is later than the one before.
 */
final class PointBody {
    /** A number of fixed length, in quotes since it begins with zeros. */
    private static final String MARK = "\"n\":\"";

    private static final int DIGITS = 19;

    private PointBody() {}

    /**
     * One body.
     *
     * @param millis when it was measured, Unix milliseconds
     * @param nanos {@link System#nanoTime()} of when it was to be sent
     */
    static byte[] of(Place place, long millis, long nanos) {
        return String.format(
                        Locale.ROOT,
                        "{\"_type\":\"location\",\"lat\":%.6f,\"lon\":%.6f,\"tst\":%d.%03d,\"acc\":8,\"vel\":36,\"cog\":270,"
                                + "\"batt\":80,\"tid\":\"pa\"," + MARK + "%019d\"}",
                        place.lat(),
                        place.lon(),
                        millis / 1_000,
                        millis % 1_000,
                        nanos)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A template, to be filled in again and again: formatting costs more than sending. Not safe for threads. */
    static final class Template {
        private final byte[] body;
        private final int secondsAt;
        private final int nanosAt;

        Template(Place place) {
            body = of(place, 1_000_000_000_000L, 0);
            String text = new String(body, StandardCharsets.US_ASCII);
            secondsAt = text.indexOf("\"tst\":") + "\"tst\":".length();
            nanosAt = text.indexOf(MARK) + MARK.length();
        }

        /** A body of its own each time. */
        byte[] fill(long millis, long nanos) {
            byte[] filled = body.clone();
            digits(filled, secondsAt, 10, millis / 1_000);
            digits(filled, secondsAt + 11, 3, millis % 1_000);
            digits(filled, nanosAt, DIGITS, nanos);
            return filled;
        }

        private static void digits(byte[] to, int at, int count, long value) {
            long left = value;
            for (int i = at + count - 1; i >= at; i--) {
                to[i] = (byte) ('0' + left % 10);
                left /= 10;
            }
        }
    }

    /** When a body was to be sent, {@link System#nanoTime()}; below 0 if it does not say. */
    static long nanos(ByteBuffer body) {
        int end = body.limit() - MARK.length() - DIGITS;
        for (int at = end; at >= body.position(); at--) {
            if (isMark(body, at)) {
                long value = 0;
                for (int i = at + MARK.length(); i < at + MARK.length() + DIGITS; i++) {
                    value = value * 10 + (body.get(i) - '0');
                }
                return value;
            }
        }
        return -1;
    }

    private static boolean isMark(ByteBuffer body, int at) {
        for (int i = 0; i < MARK.length(); i++) {
            if (body.get(at + i) != MARK.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
