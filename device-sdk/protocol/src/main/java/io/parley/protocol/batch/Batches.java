package io.parley.protocol.batch;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The binary form of a batch, the payload of a packet with Content Type {@value #CONTENT_TYPE}. Stateless; safe from any
 * thread.
 *
 * <pre>
 * version    1 byte, {@value #VERSION}
 * count      varint, 1 or more
 * texts      varint how many, then each as varint length and UTF-8; senders and content types, each once
 *
 * to the server, for each message:
 *   id 16 bytes · contentType: varint index into texts · expirySeconds: varint, 0 for none · content: varint length, bytes
 *
 * from the server:
 *   firstSeq varint, the others follow without holes · firstAt varint, Unix milliseconds; then for each message:
 *   id 16 bytes · from, contentType: varint index into texts · at: zigzag varint, difference to firstAt ·
 *   expirySeconds: varint, 0 for none · flags: varint, bit 0 gone, the rest how often it was sent before ·
 *   content: varint length, bytes
 * </pre>
 *
 * Varints and zigzag are those of {@link io.parley.protocol.Varint}.
 */
public final class Batches {
    public static final String CONTENT_TYPE = "application/vnd.parley.batch";

    static final byte VERSION = 1;

    /** Bytes a submitted message has at least: id and three varints. */
    private static final int SUBMITTED_BYTES_MIN = MessageId.LENGTH + 3;
    /** Bytes a delivered message has at least: id and six varints. */
    private static final int DELIVERED_BYTES_MIN = MessageId.LENGTH + 6;

    private Batches() {}

    /** @throws IllegalArgumentException if {@code messages} is empty */
    public static byte[] writeSubmitted(List<SubmittedMessage> messages) {
        BatchWriter out = new BatchWriter(messages.size());
        messages.forEach(message -> out.declare(message.contentType(), message.content()));
        out.begin();
        for (SubmittedMessage message : messages) {
            out.putId(message.id());
            out.putText(message.contentType());
            out.putNumber(message.expirySeconds());
            out.putContent(message.content());
        }
        return out.toBytes();
    }

    /** @throws IllegalArgumentException if {@code messages} is empty or its seqs are not consecutive */
    public static byte[] writeDelivered(List<DeliveredMessage> messages) {
        BatchWriter out = new BatchWriter(messages.size());
        messages.forEach(message -> {
            out.declare(message.from().value(), Content.EMPTY);
            out.declare(message.contentType(), message.content());
        });
        out.begin();
        long firstSeq = messages.get(0).seq();
        long firstAt = messages.get(0).at();
        out.putNumber(firstSeq);
        out.putNumber(firstAt);
        for (int i = 0; i < messages.size(); i++) {
            DeliveredMessage message = messages.get(i);
            if (message.seq() != firstSeq + i) {
                throw new IllegalArgumentException("seq " + message.seq() + ", expected " + (firstSeq + i));
            }
            out.putId(message.id());
            out.putText(message.from().value());
            out.putText(message.contentType());
            out.putSigned(message.at() - firstAt);
            out.putNumber(message.expirySeconds());
            out.putNumber((long) message.resend() << 1 | (message.gone() ? 1 : 0));
            out.putContent(message.content());
        }
        return out.toBytes();
    }

    /**
     * Reads the remaining bytes, all of them; the buffer's position is kept.
     *
     * @param messagesMax most messages it may have
     */
    public static List<SubmittedMessage> readSubmitted(ByteBuffer body, int messagesMax) throws BadBodyException {
        BatchReader in = new BatchReader(body);
        int count = in.begin(messagesMax, SUBMITTED_BYTES_MIN);
        List<SubmittedMessage> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MessageId id = in.getId();
            String contentType = in.getText();
            messages.add(new SubmittedMessage(id, in.getNumber(), contentType, in.getContent()));
        }
        in.end();
        return messages;
    }

    /** Reads the remaining bytes, all of them; the buffer's position is kept. */
    public static List<DeliveredMessage> readDelivered(ByteBuffer body) throws BadBodyException {
        BatchReader in = new BatchReader(body);
        int count = in.begin(Integer.MAX_VALUE, DELIVERED_BYTES_MIN);
        long seq = in.getNumber();
        long firstAt = in.getNumber();
        if (seq < 1) {
            throw new BadBodyException("seq " + seq + ", at least 1 is needed");
        }
        Map<String, UserName> users = new HashMap<>();
        List<DeliveredMessage> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MessageId id = in.getId();
            UserName from = user(users, in.getText());
            String contentType = in.getText();
            long at = Math.max(0, firstAt + in.getSigned());
            long expirySeconds = in.getNumber();
            long flags = in.getNumber();
            int resend = (int) Math.min(Integer.MAX_VALUE, flags >>> 1);
            messages.add(new DeliveredMessage(
                    seq + i, id, from, at, expirySeconds, resend, (flags & 1) == 1, contentType, in.getContent()));
        }
        in.end();
        return messages;
    }

    private static UserName user(Map<String, UserName> known, String name) throws BadBodyException {
        UserName user = known.get(name);
        if (user == null) {
            user = UserName.parse(name).orElseThrow(() -> new BadBodyException("a sender has no valid name"));
            known.put(name, user);
        }
        return user;
    }
}
