package io.parley.protocol;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The 16 bytes a sender gives a message, the same on every retry. A UUIDv7 (RFC 9562) when a Parley SDK made it; any 16
 * bytes are legal. On the wire: MQTT 5 Correlation Data, big-endian; in text: the usual hyphenated form.
 */
public record MessageId(long high, long low) implements Comparable<MessageId> {
    public static final int LENGTH = 16;

    /** @throws IllegalArgumentException unless {@code bytes} has exactly 16 remaining bytes; its position is kept */
    public static MessageId of(ByteBuffer bytes) {
        if (bytes.remaining() != LENGTH) {
            throw new IllegalArgumentException("message id must be 16 bytes, was " + bytes.remaining());
        }
        return new MessageId(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8));
    }

    public static MessageId of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    public static MessageId of(UUID uuid) {
        return new MessageId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** @throws IllegalArgumentException if {@code text} is no hyphenated UUID */
    public static MessageId parse(String text) {
        return of(UUID.fromString(text));
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }

    /** Whether this is a UUIDv7, whose first 48 bits are its sender's Unix time in milliseconds. */
    public boolean isTimeOrdered() {
        return ((high >>> 12) & 0xF) == 7 && (low >>> 62) == 2;
    }

    /** The sender's Unix time in milliseconds; meaningful only if {@link #isTimeOrdered()}. */
    public long unixMillis() {
        return high >>> 16;
    }

    @Override
    public int compareTo(MessageId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }
}
