package io.parley.protocol.batch;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one batch: first every message is declared, then {@link #begin}, then the fields. The twin of {@link BatchReader}. */
final class BatchWriter {
    /** Bytes one message needs at most besides its content. */
    private static final int MESSAGE_BYTES_MAX = MessageId.LENGTH + 6 * Varint.BYTES_MAX;

    private final int count;
    /** Few and mostly the same, so that a look at each is quicker than a map. */
    private final List<String> texts = new ArrayList<>(4);

    private long contentBytes;
    private ByteBuffer out = ByteBuffer.allocate(0);

    BatchWriter(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a batch has at least one message");
        }
        this.count = count;
    }

    void declare(String text, Content content) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        contentBytes += content.size();
    }

    void begin() {
        List<byte[]> encoded = new ArrayList<>(texts.size());
        long bytes = 1 + 4 * Varint.BYTES_MAX + (long) count * MESSAGE_BYTES_MAX + contentBytes;
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            encoded.add(utf8);
            bytes += Varint.BYTES_MAX + utf8.length;
        }
        out = ByteBuffer.allocate(Math.toIntExact(bytes));
        out.put(Batches.VERSION);
        putNumber(count);
        putNumber(encoded.size());
        for (byte[] text : encoded) {
            putNumber(text.length);
            out.put(text);
        }
    }

    void putId(MessageId id) {
        out.putLong(id.high()).putLong(id.low());
    }

    /** One that was declared. */
    void putText(String text) {
        putNumber(texts.indexOf(text));
    }

    void putNumber(long value) {
        Varint.put(out, value);
    }

    void putSigned(long value) {
        Varint.putSigned(out, value);
    }

    void putContent(Content content) {
        putNumber(content.size());
        out.put(content.asBuffer());
    }

    byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}
