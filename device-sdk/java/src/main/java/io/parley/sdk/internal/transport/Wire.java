package io.parley.sdk.internal.transport;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Headers;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.ExpiredEvent;
import io.parley.protocol.json.Problem;
import io.parley.protocol.json.ReceiptEvent;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.Output;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Outgoing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the session's words and docs/protocol.md. Pure. */
public final class Wire {
    private static final int PROBLEM_QUOTED_MAX = 200;
    private static final String AMEND = "amend/";
    /** Apart from the replies to a sync, so that a reply need not be read to know whose it is. */
    private static final String CALL_REPLY = "reply/call";

    private final UserName me;
    private final String inbox;
    private final WireEvents events;

    public Wire(UserName me) {
        this.me = me;
        this.inbox = "inbox/" + me + "/";
        this.events = new WireEvents(me);
    }

    public Packet encode(Output.PublishMessage it) {
        Outgoing message = it.message();
        return new Packet(
                message.conversation().seenBy(me),
                message.content().toBytes(),
                message.id(),
                Topics.acks(me),
                message.contentType(),
                it.after(),
                it.expirySeconds(),
                0);
    }

    public Packet encode(Output.PublishBatch it) {
        List<SubmittedMessage> messages = new ArrayList<>(it.messages().size());
        for (Output.PublishMessage each : it.messages()) {
            Outgoing message = each.message();
            String contentType = message.contentType() == null ? "" : message.contentType();
            long expirySeconds = Math.max(0, each.expirySeconds());
            messages.add(new SubmittedMessage(message.id(), expirySeconds, contentType, message.content()));
        }
        return new Packet(
                it.conversation().seenBy(me),
                Batches.writeSubmitted(messages),
                null,
                Topics.acks(me),
                Batches.CONTENT_TYPE,
                it.after(),
                -1,
                it.token());
    }

    public Packet encode(Output.PublishReceipt it) {
        return new Packet(Topics.RECEIPT, Bodies.write(it.marks()), null, null, null, null, -1, it.token());
    }

    public Packet encode(Output.PublishSync it) {
        return new Packet(Topics.SYNC, Bodies.write(it.body()), it.request(), Topics.reply(me), null, null, -1, 0);
    }

    public Packet encode(Output.PublishCall it) {
        byte[] body = it.json().getBytes(StandardCharsets.UTF_8);
        return new Packet("api/" + it.call(), body, it.request(), inbox + CALL_REPLY, null, null, -1, 0);
    }

    public Packet encode(Output.PublishPoint it) {
        return new Packet(Topics.point(it.track()), it.point().toJson(), null, null, null, null, -1, it.token());
    }

    public Packet encode(Output.PublishTyping it) {
        String body = "{\"typing\":" + it.typing() + "}";
        return new Packet(
                Topics.TYPING + it.conversation().seenBy(me),
                body.getBytes(StandardCharsets.UTF_8),
                null,
                null,
                null,
                null,
                -1,
                0);
    }

    /**
     * @param unixMillis when it came
     * @return empty if it is nothing this version knows; several if it is a batch, in their order
     * @throws BadBodyException if it is not what its topic promises
     */
    public List<Input> decode(Delivery delivery, long unixMillis) throws BadBodyException {
        if (delivery.topic().startsWith(Topics.PRESENCE)) {
            return events.presence(delivery).stream().toList();
        }
        if (delivery.topic().startsWith(Topics.TRACK)) {
            return events.point(delivery).stream().toList();
        }
        if (!delivery.topic().startsWith(inbox)) {
            return List.of();
        }
        String kind = delivery.topic().substring(inbox.length());
        if (kind.startsWith(Topics.CHAT) || kind.startsWith(Topics.GROUP) || kind.startsWith(AMEND)) {
            return Batches.CONTENT_TYPE.equals(delivery.contentType())
                    ? batch(kind, delivery, unixMillis)
                    : List.of(message(kind, delivery, unixMillis));
        }
        return event(kind, delivery).stream().toList();
    }

    private Optional<Input> event(String kind, Delivery delivery) throws BadBodyException {
        return switch (kind) {
            case "acks" -> Optional.of(new Input.Acks(Bodies.readAcks(delivery.payload())));
            case "ack" -> Optional.of(ack(delivery));
            case CALL_REPLY -> Optional.of(callReply(delivery));
            case "reply" -> Optional.of(reply(delivery));
            case "event/receipt" -> receipt(Bodies.readReceiptEvent(delivery.payload()));
            case "event/expired" -> expired(Bodies.readExpiredEvent(delivery.payload()));
            case "event/rejected" -> Optional.of(new Input.ReceiptRefused(problem(delivery)));
            default -> events.read(kind, delivery);
        };
    }

    private static long expiresAt(long seconds, long unixMillis) {
        return seconds == 0 ? 0 : unixMillis + 1_000 * seconds;
    }

    private ConversationId conversation(String seen) throws BadBodyException {
        return ConversationId.parse(seen, me).orElseThrow(() -> new BadBodyException("no such conversation"));
    }

    private List<Input> batch(String seen, Delivery delivery, long unixMillis) throws BadBodyException {
        ConversationId conversation = conversation(seen);
        List<Input> messages = new ArrayList<>();
        for (DeliveredMessage it : Batches.readDelivered(ByteBuffer.wrap(delivery.payload()))) {
            String contentType = it.contentType().isEmpty() ? null : it.contentType();
            messages.add(new Input.Arrived(new Incoming(
                    conversation,
                    it.seq(),
                    it.id(),
                    it.from(),
                    it.at(),
                    contentType,
                    it.content(),
                    expiresAt(it.expirySeconds(), unixMillis),
                    it.gone())));
        }
        return messages;
    }

    private Input message(String seen, Delivery delivery, long unixMillis) throws BadBodyException {
        ConversationId conversation = conversation(seen);
        MessageId id = id(delivery);
        UserName from = UserName.parse(delivery.userProperties().getOrDefault(Headers.FROM, ""))
                .orElseThrow(() -> new BadBodyException("message without from"));
        long seq = number(delivery, Headers.SEQ, 0);
        if (id == null || seq < 1) {
            throw new BadBodyException("message without id or seq");
        }
        long floor = number(delivery, Headers.FLOOR, 0);
        if (floor < 0 || floor >= seq) {
            throw new BadBodyException("floor " + floor + " of seq " + seq);
        }
        Incoming message = new Incoming(
                conversation,
                seq,
                id,
                from,
                number(delivery, Headers.AT, 0),
                delivery.contentType(),
                Content.wrap(delivery.payload()),
                expiresAt(delivery.expirySeconds(), unixMillis),
                delivery.userProperties().containsKey(Headers.GONE));
        return new Input.Arrived(message, floor);
    }

    private static Input ack(Delivery delivery) throws BadBodyException {
        MessageId id = id(delivery);
        if (id == null) {
            throw new BadBodyException("ack without id");
        }
        return new Input.Acks(List.of(Bodies.ack(
                id,
                delivery.userProperties().getOrDefault(Headers.STATUS, ""),
                number(delivery, Headers.SEQ, 0),
                number(delivery, Headers.AT, 0),
                delivery.userProperties().get(Headers.REASON),
                number(delivery, Headers.RETRY_AFTER, 0))));
    }

    private static Input reply(Delivery delivery) throws BadBodyException {
        MessageId request = id(delivery);
        if (Problem.CONTENT_TYPE.equals(delivery.contentType())) {
            return new Input.SyncRefused(request, problem(delivery));
        }
        if (request == null) {
            throw new BadBodyException("reply without Correlation Data");
        }
        return new Input.SyncAnswered(request, Bodies.readSyncReply(delivery.payload()));
    }

    private static Input callReply(Delivery delivery) throws BadBodyException {
        MessageId request = id(delivery);
        if (request == null) {
            throw new BadBodyException("reply without Correlation Data");
        }
        if (Problem.CONTENT_TYPE.equals(delivery.contentType())) {
            JsonObject problem = JsonObject.parse(delivery.payload());
            return new Input.CallRefused(
                    request,
                    problem.text("title").orElse(Reason.MALFORMED.code()),
                    problem.text("detail").orElse(""));
        }
        return new Input.CallAnswered(request, new String(delivery.payload(), StandardCharsets.UTF_8));
    }

    private Optional<Input> receipt(ReceiptEvent event) {
        return ConversationId.parse(event.conversation(), me)
                .map(id -> new Input.Receipted(id, event.user(), event.received(), event.read()));
    }

    private Optional<Input> expired(ExpiredEvent event) {
        return ConversationId.parse(event.conversation(), me).map(id -> new Input.Expired(id, event.seq(), event.id()));
    }

    private static String problem(Delivery delivery) {
        byte[] body = delivery.payload();
        return new String(body, 0, Math.min(body.length, PROBLEM_QUOTED_MAX), StandardCharsets.UTF_8);
    }

    /**
     * What a PUBACK of 0x80 and up says. Its code alone is not believed, a broker whose extension is not up has it too:
     * without a word of Parley's nothing is known but that a repeat will tell.
     */
    static Reason refusal(@Nullable String reasonString) {
        String said = reasonString == null ? "" : reasonString;
        int end = said.indexOf(':');
        return Reason.ofCode(end < 0 ? said : said.substring(0, end)).orElse(Reason.UNKNOWN_OUTCOME);
    }

    private static @Nullable MessageId id(Delivery delivery) {
        byte[] bytes = delivery.correlation();
        return bytes == null || bytes.length != MessageId.LENGTH ? null : MessageId.of(bytes);
    }

    private static long number(Delivery delivery, String header, long otherwise) throws BadBodyException {
        String value = delivery.userProperties().get(header);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new BadBodyException(header + " is no number");
        }
    }
}
