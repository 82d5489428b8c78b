package io.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Immutable bytes with value equality: what a message carries, opaque to the server. */
public final class Content {
    public static final Content EMPTY = new Content(new byte[0]);

    private final byte[] bytes;

    private Content(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array as it is; the caller must not change it afterwards. */
    public static Content wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Content(bytes);
    }

    /** Copies the remaining bytes; the buffer's position is kept. */
    public static Content copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return wrap(copy);
    }

    public static Content ofText(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return bytes.length;
    }

    /** A read-only view; no copy. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public String asText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Never the content itself: logs must not hold it. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
