package io.parley.broker.conversation;

import io.parley.broker.storage.SenderId;

/**
 * A Bloom filter of ids: "no" is certain, "yes" is wrong about once in 1,700 (16 bits an id, 8 probes). It also knows the
 * newest time stamp among its ids, which answers for nearly every new message without a probe.
 */
final class IdFilter {
    private static final int BITS_PER_ID = 16;
    private static final int PROBES = 8;

    private final long[] words;
    private final int capacity;
    private int size;
    private long newestAt;
    private long newestStamp = Long.MIN_VALUE;

    IdFilter(int capacity) {
        this.capacity = capacity;
        this.words = new long[Math.max(1, (capacity * BITS_PER_ID) / Long.SIZE)];
    }

    boolean isFull() {
        return size >= capacity;
    }

    int capacity() {
        return capacity;
    }

    /** When the newest of its ids was accepted. */
    long newestAt() {
        return newestAt;
    }

    void add(SenderId id, long at) {
        long hash = hash(id);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            words[bit >>> 6] |= 1L << bit;
        }
        size++;
        newestAt = Math.max(newestAt, at);
        if (id.id().isTimeOrdered()) {
            newestStamp = Math.max(newestStamp, id.id().unixMillis());
        }
    }

    boolean mayContain(SenderId id) {
        if (id.id().isTimeOrdered() && id.id().unixMillis() > newestStamp) {
            return false;
        }
        long hash = hash(id);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            if ((words[bit >>> 6] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    private int bit(long hash, int probe) {
        int mixed = (int) hash + probe * ((int) (hash >>> 32) | 1);
        return (int) (((mixed & 0xFFFFFFFFL) * ((long) words.length << 6)) >>> 32);
    }

    /** The finalizer of MurmurHash3: ids need not be random. */
    private static long hash(SenderId id) {
        long mixed =
                id.id().high() * 0x9E3779B97F4A7C15L + id.id().low() + id.from().hashCode();
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
