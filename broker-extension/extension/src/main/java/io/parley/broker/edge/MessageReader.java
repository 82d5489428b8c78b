package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.Headers;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.BadBodyException;
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

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

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
    private List<SubmittedMessage> batch = List.of();

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

    /**
     * Reads a packet that carries a batch. Its messages are still to be looked at, each with {@link #refusalOf}.
     *
     * @return why it is refused whole, null if it is not
     */
    @Nullable Refusal readBatch(PublishPacket packet) {
        replyTo = null;
        after = null;
        batch = List.of();
        Refusal refusal = readReplyTo(packet);
        if (refusal == null) {
            refusal = readProperties(packet);
        }
        if (refusal == null && replyTo == null) {
            refusal = new Refusal(Reason.MALFORMED, "a batch needs a Response Topic for its acks");
        }
        return refusal != null ? refusal : readMessages(packet.getPayload().orElse(NOTHING));
    }

    private @Nullable Refusal readMessages(ByteBuffer body) {
        try {
            batch = Batches.readSubmitted(body, limits.batchMessagesMax());
        } catch (BadBodyException bad) {
            return new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage()));
        }
        long bytes = 0;
        for (SubmittedMessage message : batch) {
            bytes += message.content().size();
        }
        return bytes <= limits.batchBytesMax() || batch.size() == 1
                ? null
                : new Refusal(Reason.TOO_LARGE, "the batch has " + bytes + " bytes, at most " + limits.batchBytesMax());
    }

    /** Why one message of a batch is refused, null if it is not. */
    @Nullable Refusal refusalOf(SubmittedMessage message) {
        Refusal refusal = refusalOf(message.contentType(), message.content().size());
        return refusal != null || message.expirySeconds() <= EXPIRY_SECONDS_MAX
                ? refusal
                : new Refusal(Reason.MALFORMED, "expiry is " + message.expirySeconds() + " s");
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
        ByteBuffer payload = packet.getPayload().orElse(NOTHING);
        Refusal refusal = refusalOf(contentType, payload.remaining());
        content = refusal != null ? Content.EMPTY : Content.copyOf(payload);
        return refusal;
    }

    private @Nullable Refusal refusalOf(String type, int contentBytes) {
        if (type.length() > limits.contentTypeLengthMax()) {
            return new Refusal(
                    Reason.MALFORMED,
                    "Content Type has " + type.length() + " characters, at most " + limits.contentTypeLengthMax());
        }
        if (ContentTypes.isReserved(type)) {
            return new Refusal(Reason.MALFORMED, "Content Type " + type + " is reserved, see protocol.md");
        }
        return contentBytes <= limits.contentBytesMax()
                ? null
                : new Refusal(
                        Reason.TOO_LARGE,
                        "content has " + contentBytes + " bytes, at most " + limits.contentBytesMax());
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

    /** The messages of a batch, in order. */
    List<SubmittedMessage> batch() {
        return batch;
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
