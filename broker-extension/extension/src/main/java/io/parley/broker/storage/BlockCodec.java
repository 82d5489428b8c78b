package io.parley.broker.storage;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The binary form of a block's messages, in the log and between nodes. Stateless; safe from any thread.
 *
 * <pre>
 * version   1 byte, {@value #VERSION}
 * count     varint, 1 or more
 * texts     varint how many, then each as varint length and UTF-8; senders, endpoints and content types, each once
 * firstSeq  varint; the others follow without holes
 * firstAt   varint, Unix milliseconds
 * message   id 16 bytes · from, endpoint, contentType: varint index into texts · at: zigzag varint, difference to
 *           firstAt · expiresAt: varint, 0 for never · content: varint length and bytes           (count times)
 * </pre>
 *
 * Varints and zigzag are those of {@link Varint}.
 */
public final class BlockCodec {
    static final byte VERSION = 1;

    /** Bytes one message needs at most besides its content. */
    private static final int MESSAGE_BYTES_MAX = MessageId.LENGTH + 6 * Varint.BYTES_MAX;
    /** Bytes one message needs at least: id and six varints. */
    private static final int MESSAGE_BYTES_MIN = MessageId.LENGTH + 6;

    private BlockCodec() {}

    /** @throws IllegalArgumentException if {@code messages} is empty or its seqs are not consecutive */
    public static ByteBuffer encode(List<StoredMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a block has at least one message");
        }
        Map<String, Integer> texts = textsOf(messages);
        List<byte[]> encodedTexts = new ArrayList<>(texts.size());
        long bytes = 1 + 4 * Varint.BYTES_MAX;
        for (String text : texts.keySet()) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            encodedTexts.add(encoded);
            bytes += Varint.BYTES_MAX + encoded.length;
        }
        for (StoredMessage message : messages) {
            bytes += MESSAGE_BYTES_MAX + message.content().size();
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes));
        out.put(VERSION);
        Varint.put(out, messages.size());
        Varint.put(out, encodedTexts.size());
        for (byte[] text : encodedTexts) {
            Varint.put(out, text.length);
            out.put(text);
        }
        putMessages(out, messages, texts);
        return out.flip();
    }

    private static Map<String, Integer> textsOf(List<StoredMessage> messages) {
        Map<String, Integer> texts = new LinkedHashMap<>();
        for (StoredMessage message : messages) {
            texts.putIfAbsent(message.from().value(), texts.size());
            texts.putIfAbsent(message.endpoint(), texts.size());
            texts.putIfAbsent(message.contentType(), texts.size());
        }
        return texts;
    }

    private static void putMessages(ByteBuffer out, List<StoredMessage> messages, Map<String, Integer> texts) {
        long firstSeq = messages.get(0).seq();
        long firstAt = messages.get(0).at();
        Varint.put(out, firstSeq);
        Varint.put(out, firstAt);
        for (int i = 0; i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            if (message.seq() != firstSeq + i) {
                throw new IllegalArgumentException("seq " + message.seq() + ", expected " + (firstSeq + i));
            }
            out.putLong(message.id().high()).putLong(message.id().low());
            Varint.put(out, texts.getOrDefault(message.from().value(), 0));
            Varint.put(out, texts.getOrDefault(message.endpoint(), 0));
            Varint.put(out, texts.getOrDefault(message.contentType(), 0));
            long difference = message.at() - firstAt;
            Varint.putSigned(out, difference);
            Varint.put(out, message.expiresAt());
            Varint.put(out, message.content().size());
            out.put(message.content().asBuffer());
        }
    }

    /**
     * Reads the remaining bytes, all of them; the buffer's position is kept.
     *
     * @throws IllegalArgumentException if they are not exactly what {@link #encode} writes
     */
    public static List<StoredMessage> decode(ByteBuffer encoded) {
        ByteBuffer in = encoded.duplicate();
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("block format " + version + ", this reads " + VERSION);
            }
            int count = getLength(in, MESSAGE_BYTES_MIN, "count");
            if (count == 0) {
                throw new IllegalArgumentException("a block has at least one message");
            }
            List<StoredMessage> messages = getMessages(in, count, getTexts(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes follow the block");
            }
            return messages;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the block ends early", e);
        }
    }

    private static List<String> getTexts(ByteBuffer in) {
        int count = getLength(in, 1, "number of texts");
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(new String(getBytes(in), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static List<StoredMessage> getMessages(ByteBuffer in, int count, List<String> texts) {
        long firstSeq = Varint.get(in);
        long firstAt = Varint.get(in);
        List<StoredMessage> messages = new ArrayList<>(count);
        Map<String, UserName> users = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            MessageId id = new MessageId(in.getLong(), in.getLong());
            UserName from = users.computeIfAbsent(getText(in, texts), UserName::new);
            String endpoint = getText(in, texts);
            String contentType = getText(in, texts);
            long at = firstAt + Varint.getSigned(in);
            long expiresAt = Varint.get(in);
            Content content = Content.wrap(getBytes(in));
            messages.add(new StoredMessage(firstSeq + i, id, from, endpoint, at, expiresAt, contentType, content));
        }
        return messages;
    }

    private static String getText(ByteBuffer in, List<String> texts) {
        long index = Varint.get(in);
        if (index < 0 || index >= texts.size()) {
            throw new IllegalArgumentException("text " + index + " of " + texts.size());
        }
        return texts.get((int) index);
    }

    private static byte[] getBytes(ByteBuffer in) {
        byte[] bytes = new byte[getLength(in, 1, "length")];
        in.get(bytes);
        return bytes;
    }

    /** A number of things that take at least {@code bytesEach}: never more than can follow, so nothing huge is allocated. */
    private static int getLength(ByteBuffer in, int bytesEach, String what) {
        long length = Varint.get(in);
        if (length < 0 || length > in.remaining() / bytesEach) {
            throw new IllegalArgumentException(what + " " + length + " with " + in.remaining() + " bytes left");
        }
        return (int) length;
    }
}
