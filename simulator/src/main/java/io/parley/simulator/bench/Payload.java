package io.parley.simulator.bench;

import java.nio.ByteBuffer;

/** What a message carries: when it should have been sent, and filler. */
final class Payload {
    private Payload() {}

    static byte[] of(long intendedNanos) {
        byte[] payload = new byte[Lane.PAYLOAD_BYTES];
        ByteBuffer.wrap(payload).putLong(intendedNanos);
        return payload;
    }

    static long intendedNanos(ByteBuffer payload) {
        return payload.getLong(payload.position());
    }
}
