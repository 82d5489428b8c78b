package io.parley.protocol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** A number of up to 64 bits in 1 to 10 bytes: 7 bits a byte, least significant first, the high bit set on all but the last. */
public final class Varint {
    public static final int BYTES_MAX = 10;

    private Varint() {}

    /** A negative number is taken for one of 64 bits, and has {@link #BYTES_MAX} bytes. */
    public static void put(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** Zigzag: a number close to 0 is short, whatever its sign. */
    public static void putSigned(ByteBuffer out, long value) {
        put(out, (value << 1) ^ (value >> 63));
    }

    /**
     * @throws BufferUnderflowException if the bytes end before the number does
     * @throws IllegalArgumentException if it is longer than {@link #BYTES_MAX}
     */
    public static long get(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < BYTES_MAX; i++) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number longer than " + BYTES_MAX + " bytes");
    }

    /** Throws as {@link #get} does. */
    public static long getSigned(ByteBuffer in) {
        long zigzag = get(in);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }
}
