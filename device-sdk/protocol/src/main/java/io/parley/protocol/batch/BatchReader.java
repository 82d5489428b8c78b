package io.parley.protocol.batch;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.Varint;
import io.parley.protocol.json.BadBodyException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Reads one batch and believes no length in it. The twin of {@link BatchWriter}. */
final class BatchReader {
    private final ByteBuffer in;
    private List<String> texts = List.of();

    BatchReader(ByteBuffer body) {
        in = body.duplicate();
    }

    /** @return how many messages follow */
    int begin(int messagesMax, int messageBytesMin) throws BadBodyException {
        need(1);
        byte version = in.get();
        if (version != Batches.VERSION) {
            throw new BadBodyException("batch format " + version + ", this reads " + Batches.VERSION);
        }
        int count = getLength(messageBytesMin, "count");
        if (count < 1 || count > messagesMax) {
            throw new BadBodyException("a batch has 1 to " + messagesMax + " messages, was " + count);
        }
        int textCount = getLength(1, "number of texts");
        texts = new ArrayList<>(textCount);
        for (int i = 0; i < textCount; i++) {
            texts.add(new String(getBytes(), StandardCharsets.UTF_8));
        }
        return count;
    }

    void end() throws BadBodyException {
        if (in.hasRemaining()) {
            throw new BadBodyException(in.remaining() + " bytes follow the batch");
        }
    }

    MessageId getId() throws BadBodyException {
        need(MessageId.LENGTH);
        return new MessageId(in.getLong(), in.getLong());
    }

    String getText() throws BadBodyException {
        long index = getNumber();
        if (index >= texts.size()) {
            throw new BadBodyException("text " + index + " of " + texts.size());
        }
        return texts.get((int) index);
    }

    /** @return 0 or more */
    long getNumber() throws BadBodyException {
        long value = read(Varint::get);
        if (value < 0) {
            throw new BadBodyException("a number over 63 bits");
        }
        return value;
    }

    long getSigned() throws BadBodyException {
        return read(Varint::getSigned);
    }

    Content getContent() throws BadBodyException {
        return Content.wrap(getBytes());
    }

    private byte[] getBytes() throws BadBodyException {
        byte[] bytes = new byte[getLength(1, "length")];
        in.get(bytes);
        return bytes;
    }

    /** A number of things that take at least {@code bytesEach}: never more than can follow, so nothing huge is allocated. */
    private int getLength(int bytesEach, String what) throws BadBodyException {
        long length = getNumber();
        if (length > in.remaining() / bytesEach) {
            throw new BadBodyException(what + " " + length + " with " + in.remaining() + " bytes left");
        }
        return (int) length;
    }

    private long read(ToLongFunction<ByteBuffer> form) throws BadBodyException {
        try {
            return form.applyAsLong(in);
        } catch (BufferUnderflowException early) {
            throw new BadBodyException("the batch ends early");
        } catch (IllegalArgumentException tooLong) {
            throw new BadBodyException(String.valueOf(tooLong.getMessage()));
        }
    }

    private void need(int bytes) throws BadBodyException {
        if (in.remaining() < bytes) {
            throw new BadBodyException("the batch ends early");
        }
    }
}
