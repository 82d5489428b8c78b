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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * Writes fields of messages between nodes. Numbers are varints of 7 bits a byte, least significant first; what has a
 * length has it in front, a varint. The twin of {@link WireReader}.
 */
final class WireWriter {
    private final ActorRefResolver resolver;
    private byte[] bytes = new byte[256];
    private int length;

    WireWriter(ActorRefResolver resolver) {
        this.resolver = resolver;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void putByte(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    void putNumber(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void putBytes(ByteBuffer value) {
        int size = value.remaining();
        putNumber(size);
        room(size);
        value.duplicate().get(bytes, length, size);
        length += size;
    }

    void putText(String value) {
        putBytes(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    void putContent(Content value) {
        putBytes(value.asBuffer());
    }

    void putConversation(ConversationId value) {
        putText(value.value());
    }

    void putUser(UserName value) {
        putText(value.value());
    }

    void putEndpoint(EndpointId value) {
        putUser(value.user());
        putText(value.clientId());
    }

    void putId(MessageId value) {
        room(MessageId.LENGTH);
        ByteBuffer.wrap(bytes, length, MessageId.LENGTH).putLong(value.high()).putLong(value.low());
        length += MessageId.LENGTH;
    }

    void putMarks(UserMarks value) {
        putNumber(value.received());
        putNumber(value.read());
        putNumber(value.own());
        putNumber(value.cleared());
    }

    void putReason(Reason value) {
        putText(value.code());
    }

    void putBlock(Block value) {
        putConversation(value.conversation());
        putNumber(value.bucket());
        putNumber(value.epoch());
        putNumber(value.futureUntil());
        putBytes(BlockCodec.encode(value.messages()));
    }

    void putRef(ActorRef<?> value) {
        putText(resolver.toSerializationFormat(value));
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
