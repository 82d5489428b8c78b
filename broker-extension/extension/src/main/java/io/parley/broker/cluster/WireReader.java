package io.parley.broker.cluster;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.BlockCodec;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * Reads what {@link WireWriter} wrote. Every method throws IllegalArgumentException on anything else, and none allocates
 * more than there are bytes.
 */
final class WireReader {
    private static final int NUMBER_BYTES_MAX = 10;

    private final ByteBuffer bytes;
    private final ActorRefResolver resolver;

    WireReader(byte[] bytes, ActorRefResolver resolver) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.resolver = resolver;
    }

    /** Nothing may follow. */
    void end() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes follow");
        }
    }

    byte getByte() {
        try {
            return bytes.get();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("ends early", e);
        }
    }

    boolean getBoolean() {
        return getByte() != 0;
    }

    long getNumber() {
        long value = 0;
        for (int i = 0; i < NUMBER_BYTES_MAX; i++) {
            byte next = getByte();
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number longer than " + NUMBER_BYTES_MAX + " bytes");
    }

    /** How many things follow, each of at least one byte. */
    int getCount() {
        long count = getNumber();
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException(count + " things in " + bytes.remaining() + " bytes");
        }
        return (int) count;
    }

    private ByteBuffer getBytes() {
        int size = getCount();
        ByteBuffer part = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        return part;
    }

    String getText() {
        return StandardCharsets.UTF_8.decode(getBytes()).toString();
    }

    Content getContent() {
        return Content.copyOf(getBytes());
    }

    ConversationId getConversation() {
        return new ConversationId(getText());
    }

    UserName getUser() {
        return new UserName(getText());
    }

    EndpointId getEndpoint() {
        return new EndpointId(getUser(), getText());
    }

    MessageId getId() {
        if (bytes.remaining() < MessageId.LENGTH) {
            throw new IllegalArgumentException("ends early");
        }
        return new MessageId(bytes.getLong(), bytes.getLong());
    }

    UserMarks getMarks() {
        return new UserMarks(getNumber(), getNumber(), getNumber(), getNumber());
    }

    Reason getReason() {
        String code = getText();
        return Reason.ofCode(code).orElseThrow(() -> new IllegalArgumentException("unknown reason " + code));
    }

    Block getBlock() {
        return new Block(getConversation(), getNumber(), getNumber(), getNumber(), BlockCodec.decode(getBytes()));
    }

    <T> ActorRef<T> getRef() {
        return resolver.resolveActorRef(getText());
    }
}
