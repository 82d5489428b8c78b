package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.Digest;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where in {@code message_id} an id lies, and the binary form of a row's ids. Pure.
 *
 * <pre>
 * version   1 byte, {@value #VERSION}
 * id        16 bytes · sender: 1 byte length and UTF-8 · seq: 2 bytes, difference to the row's first_seq ·
 *           at: 8 bytes, Unix milliseconds · digest: 16 bytes                         (until the end)
 * </pre>
 */
final class IdIndex {
    static final byte VERSION = 1;
    /** So many partitions share the ids of one slice, whatever the number of conversations. Part of the data: never change. */
    static final int SHARDS = 16;
    /** A slice is 2^14 ms, about 16 seconds of its sender's clock. Part of the data: never change. */
    static final int SLICE_BITS = 14;

    private static final int ENTRY_BYTES_MIN = MessageId.LENGTH + 1 + Short.BYTES + Long.BYTES + 2 * Long.BYTES;

    /** Receives what a row holds. */
    @FunctionalInterface
    interface Sink {
        void accept(SenderId id, KnownId known);
    }

    private IdIndex() {}

    /** By time where the id carries one, else by its first 16 bits, which are as good as random. */
    static long sliceOf(MessageId id) {
        return id.isTimeOrdered() ? id.unixMillis() >>> SLICE_BITS : -1 - (id.high() >>> 48);
    }

    static int shardOf(ConversationId conversation) {
        int hash = conversation.value().hashCode();
        // The low bits of String.hashCode follow the last letters; mix, or names that end alike meet in one shard.
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        return (hash >>> 13) & (SHARDS - 1);
    }

    static ByteBuffer encode(long firstSeq, List<StoredMessage> messages, List<KnownId> ids) {
        int bytes = 1;
        for (StoredMessage message : messages) {
            bytes += ENTRY_BYTES_MIN + message.from().value().length();
        }
        ByteBuffer out = ByteBuffer.allocate(bytes).put(VERSION);
        for (int i = 0; i < messages.size(); i++) {
            KnownId known = ids.get(i);
            long offset = known.seq() - firstSeq;
            if (offset < 0 || offset > 0xFFFF) {
                throw new IllegalArgumentException("seq " + known.seq() + " in a block that begins at " + firstSeq);
            }
            // Names are ASCII: as many bytes as characters.
            byte[] from = messages.get(i).from().value().getBytes(StandardCharsets.US_ASCII);
            MessageId id = messages.get(i).id();
            out.putLong(id.high()).putLong(id.low()).put((byte) from.length).put(from);
            out.putShort((short) offset).putLong(known.at());
            out.putLong(known.digest().high()).putLong(known.digest().low());
        }
        return out.flip();
    }

    /** @throws IllegalArgumentException if these are not the bytes {@link #encode} writes */
    static void decode(long firstSeq, ByteBuffer encoded, Sink sink) {
        ByteBuffer in = encoded.duplicate();
        byte version = in.hasRemaining() ? in.get() : 0;
        if (version != VERSION) {
            throw new IllegalArgumentException("id format " + version + ", this reads " + VERSION);
        }
        while (in.hasRemaining()) {
            if (in.remaining() < ENTRY_BYTES_MIN) {
                throw new IllegalArgumentException(in.remaining() + " bytes follow the ids");
            }
            MessageId id = new MessageId(in.getLong(), in.getLong());
            int length = in.get() & 0xFF;
            if (in.remaining() < length + ENTRY_BYTES_MIN - MessageId.LENGTH - 1) {
                throw new IllegalArgumentException("the ids end early");
            }
            byte[] from = new byte[length];
            in.get(from);
            long seq = firstSeq + (in.getShort() & 0xFFFF);
            KnownId known = new KnownId(seq, in.getLong(), new Digest(in.getLong(), in.getLong()));
            sink.accept(new SenderId(new UserName(new String(from, StandardCharsets.US_ASCII)), id), known);
        }
    }
}
