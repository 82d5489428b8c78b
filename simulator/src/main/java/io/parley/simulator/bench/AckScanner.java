package io.parley.simulator.bench;

import java.nio.ByteBuffer;

/**
 * Reads batched acks without building anything: walks {@code {"acks":[{"id":"…","status":"accepted",…},…]}} and takes
 * from each ack the number hidden in the last 12 hex digits of its id and the first letter of its status. Relies on the
 * server writing {@code id} before {@code status}, which {@code Bodies.writeAcks} does.
 */
final class AckScanner {
    private static final int UUID_LENGTH = 36;
    private static final int NUMBER_DIGITS = 12;
    private static final byte[] ID = {'"', 'i', 'd', '"', ':', '"'};
    private static final byte[] STATUS = {'"', 's', 't', 'a', 't', 'u', 's', '"', ':', '"'};

    @FunctionalInterface
    interface Sink {
        /** @param accepted false if rejected; a duplicate counts as accepted */
        void ack(long number, boolean accepted);
    }

    private AckScanner() {}

    static void scan(ByteBuffer json, Sink sink) {
        int at = json.position();
        int end = json.limit();
        while ((at = find(json, at, end, ID)) >= 0) {
            long number = number(json, at + UUID_LENGTH - NUMBER_DIGITS);
            at = find(json, at + UUID_LENGTH, end, STATUS);
            if (at < 0) {
                throw new IllegalArgumentException("an ack without status");
            }
            sink.ack(number, json.get(at) != 'r');
        }
    }

    /** Index after {@code wanted}, or -1. */
    private static int find(ByteBuffer json, int from, int end, byte[] wanted) {
        int last = end - wanted.length;
        for (int at = from; at <= last; at++) {
            int matched = 0;
            while (matched < wanted.length && json.get(at + matched) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return at + matched;
            }
        }
        return -1;
    }

    private static long number(ByteBuffer json, int from) {
        long number = 0;
        for (int i = from; i < from + NUMBER_DIGITS; i++) {
            number = (number << 4) | Character.digit(json.get(i), 16);
        }
        return number;
    }
}
