package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.protocol.Content;
import io.parley.protocol.Headers;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties of a PUBLISH whose topic is a message's. One per connection, used by that connection's thread
 * only: the fields hold what {@link #read} found until the next call, which spares the hot path an object per message.
 *
 * <p>A refusal leaves {@link #replyTo()} and {@link #correlation()} as far as they could be read, so that the ack can say
 * the same as the PUBACK.
 */
final class MessageReader {
    private static final int UUID_TEXT_LENGTH = 36;
    /** Four bytes on the wire. HiveMQ says one more, its default maximum, where the client said nothing. */
    private static final long EXPIRY_SECONDS_MAX = 0xFFFF_FFFFL;

    private final UserName self;
    private final Limits limits;
    private final Supplier<MessageId> newIds;

    /** The last one seen: a client hardly ever changes it, and checking costs a scan. */
    private @Nullable ReplyTo checked;

    private @Nullable ReplyTo replyTo;
    private byte @Nullable [] correlation;
    private @Nullable MessageId id;
    private @Nullable MessageId after;
    private long expiryMillis;
    private String contentType = "";
    private Content content = Content.EMPTY;

    MessageReader(UserName self, Limits limits, Supplier<MessageId> newIds) {
        this.self = self;
        this.limits = limits;
        this.newIds = newIds;
    }

    /** @return why it is refused, null if it is not */
    @Nullable Refusal read(PublishPacket packet) {
        replyTo = null;
        correlation = null;
        id = null;
        after = null;
        Refusal refusal = readReplyTo(packet);
        if (refusal == null) {
            refusal = readId(packet);
        }
        if (refusal == null) {
            refusal = readProperties(packet);
        }
        if (refusal == null) {
            refusal = readExpiry(packet);
        }
        return refusal != null ? refusal : readContent(packet);
    }

    private @Nullable Refusal readReplyTo(PublishPacket packet) {
        Optional<String> topic = packet.getResponseTopic();
        if (topic.isEmpty()) {
            return null;
        }
        ReplyTo known = checked;
        if (known == null || !known.topic().equals(topic.get())) {
            if (!Topics.isOwnResponseTopic(topic.get(), self)) {
                return new Refusal(
                        Reason.NOT_ALLOWED,
                        "Response Topic must lie in inbox/" + self + "/, was " + Topics.quote(topic.get()));
            }
            known = new ReplyTo(topic.get(), Topics.wantsBatchedAcks(topic.get()));
            checked = known;
        }
        replyTo = known;
        return null;
    }

    private @Nullable Refusal readId(PublishPacket packet) {
        Optional<ByteBuffer> given = packet.getCorrelationData();
        if (given.isEmpty()) {
            id = newIds.get();
            return null;
        }
        ByteBuffer bytes = given.get();
        if (bytes.remaining() != MessageId.LENGTH) {
            // Echoed in the ack, if it is of any sane length: it is all the sender can know it by.
            correlation = bytes.remaining() <= 64 ? Content.copyOf(bytes).toBytes() : null;
            return new Refusal(Reason.BAD_ID, "Correlation Data must be 16 bytes, was " + bytes.remaining());
        }
        id = MessageId.of(bytes);
        return null;
    }

    private @Nullable Refusal readProperties(PublishPacket packet) {
        List<UserProperty> properties = packet.getUserProperties().asList();
        if (properties.size() > limits.userPropertiesMax()) {
            return new Refusal(
                    Reason.MALFORMED,
                    "at most " + limits.userPropertiesMax() + " user properties, were " + properties.size());
        }
        for (int i = 0; i < properties.size(); i++) {
            if (properties.get(i).getName().equals(Headers.AFTER)) {
                if (after != null) {
                    return new Refusal(Reason.MALFORMED, "user property after is given twice");
                }
                String value = properties.get(i).getValue();
                after = value.length() == UUID_TEXT_LENGTH ? parseId(value) : null;
                if (after == null) {
                    return new Refusal(Reason.MALFORMED, "user property after must be a UUID");
                }
            }
        }
        return null;
    }

    private static @Nullable MessageId parseId(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private @Nullable Refusal readExpiry(PublishPacket packet) {
        Optional<Long> given = packet.getMessageExpiryInterval();
        long seconds = given.isEmpty() ? Long.MAX_VALUE : given.get();
        expiryMillis = seconds > EXPIRY_SECONDS_MAX ? 0 : seconds * 1_000;
        return seconds <= 0 ? new Refusal(Reason.EXPIRED, "Message Expiry Interval is 0") : null;
    }

    private @Nullable Refusal readContent(PublishPacket packet) {
        contentType = packet.getContentType().orElse("");
        if (contentType.length() > limits.contentTypeLengthMax()) {
            return new Refusal(
                    Reason.MALFORMED,
                    "Content Type has " + contentType.length() + " characters, at most "
                            + limits.contentTypeLengthMax());
        }
        Optional<ByteBuffer> payload = packet.getPayload();
        int size = payload.isEmpty() ? 0 : payload.get().remaining();
        if (size > limits.contentBytesMax()) {
            return new Refusal(Reason.TOO_LARGE, "content has " + size + " bytes, at most " + limits.contentBytesMax());
        }
        content = size == 0 ? Content.EMPTY : Content.copyOf(payload.get());
        return null;
    }

    /** Where the ack goes; null if the sender named no place, or none of its own. */
    @Nullable ReplyTo replyTo() {
        return replyTo;
    }

    /** The id, null only after a refusal. */
    @Nullable MessageId id() {
        return id;
    }

    /** Correlation Data of a packet that was refused for it, null otherwise. */
    byte @Nullable [] correlation() {
        return correlation;
    }

    @Nullable MessageId after() {
        return after;
    }

    /** 0 for ever. */
    long expiryMillis() {
        return expiryMillis;
    }

    String contentType() {
        return contentType;
    }

    Content content() {
        return content;
    }
}
