package io.parley.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the bodies of this package. Stateless; safe from any thread. Every reader throws {@link
 * BadBodyException} on anything but the documented shape; unknown fields are skipped so that newer writers can add some.
 */
public final class Bodies {
    private Bodies() {}

    /** @param entriesMax most entries of {@code received} and {@code read} together */
    public static Marks readMarks(byte[] body, int entriesMax) throws BadBodyException {
        Map<String, Long> received = new HashMap<>();
        Map<String, Long> read = new HashMap<>();
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "received" -> Json.readSeqs(parser, received, entriesMax);
                case "read" -> Json.readSeqs(parser, read, entriesMax - received.size());
                default -> parser.skipChildren();
            }
        });
        return new Marks(received, read);
    }

    public static byte[] write(Marks marks) {
        return Json.writeObject(json -> writeMarks(json, marks));
    }

    /** @param entriesMax most entries of {@code received} */
    public static SyncRequest readSyncRequest(byte[] body, int entriesMax, int limitMax) throws BadBodyException {
        Map<String, Long> received = new HashMap<>();
        int[] limit = {limitMax};
        int[] latest = {0};
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "received" -> Json.readSeqs(parser, received, entriesMax);
                case "latest" -> latest[0] = (int) Json.readLong(parser, "latest", 0, limitMax);
                case "limit" -> limit[0] = (int) Json.readLong(parser, "limit", 1, limitMax);
                default -> parser.skipChildren();
            }
        });
        return new SyncRequest(received, limit[0], latest[0]);
    }

    public static byte[] write(SyncRequest request) {
        return Json.writeObject(json -> {
            Json.writeSeqs(json, "received", request.received());
            json.writeNumberField("limit", request.limit());
            if (request.latest() > 0) {
                json.writeNumberField("latest", request.latest());
            }
        });
    }

    public static SyncReply readSyncReply(byte[] body) throws BadBodyException {
        boolean[] complete = {false};
        int[] sent = {0};
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> peersReceived = new HashMap<>();
        Map<String, Long> peersRead = new HashMap<>();
        Map<String, Long> read = new HashMap<>();
        Map<String, Long> floors = new HashMap<>();
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "floors" -> Json.readSeqs(parser, floors, Integer.MAX_VALUE);
                case "complete" -> complete[0] = parser.getBooleanValue();
                case "sent" -> sent[0] = (int) Json.readLong(parser, "sent", 0, Integer.MAX_VALUE);
                case "last" -> Json.readSeqs(parser, last, Integer.MAX_VALUE);
                case "peers" ->
                    Json.readFields(parser, (inner, it) -> {
                        switch (inner) {
                            case "received" -> Json.readSeqs(it, peersReceived, Integer.MAX_VALUE);
                            case "read" -> Json.readSeqs(it, peersRead, Integer.MAX_VALUE);
                            default -> it.skipChildren();
                        }
                    });
                case "read" -> Json.readSeqs(parser, read, Integer.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new SyncReply(complete[0], sent[0], last, new Marks(peersReceived, peersRead), read, floors);
    }

    public static byte[] write(SyncReply reply) {
        return Json.writeObject(json -> {
            json.writeBooleanField("complete", reply.complete());
            json.writeNumberField("sent", reply.sent());
            Json.writeSeqs(json, "last", reply.last());
            json.writeObjectFieldStart("peers");
            writeMarks(json, reply.peers());
            json.writeEndObject();
            Json.writeSeqs(json, "read", reply.read());
            Json.writeSeqs(json, "floors", reply.floors());
        });
    }

    /** Batched acks: {@code {"acks":[{"id":"…","status":"accepted","seq":41,"at":1700000000000}, …]}}. */
    public static byte[] writeAcks(List<Ack> acks) {
        return Json.writeObject(json -> {
            json.writeArrayFieldStart("acks");
            for (Ack ack : acks) {
                json.writeStartObject();
                json.writeStringField("id", ack.id().toString());
                json.writeStringField("status", ack.status().code());
                if (ack.reason() == null) {
                    json.writeNumberField("seq", ack.seq());
                    json.writeNumberField("at", ack.at());
                } else {
                    json.writeStringField("reason", ack.reason().code());
                    if (ack.retryAfterMillis() > 0) {
                        json.writeNumberField("retryAfter", ack.retryAfterMillis());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    public static List<Ack> readAcks(byte[] body) throws BadBodyException {
        List<Ack> acks = new ArrayList<>();
        Json.readObject(body, (field, parser) -> {
            if (field.equals("acks") && parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    acks.add(readAck(parser));
                }
            } else {
                parser.skipChildren();
            }
        });
        return acks;
    }

    private static Ack readAck(JsonParser parser) throws IOException, BadBodyException {
        AckFields fields = new AckFields();
        Json.readFields(parser, (field, it) -> {
            switch (field) {
                case "id" -> fields.id = Json.readId(it);
                case "status" -> fields.status = it.getText();
                case "seq" -> fields.seq = Json.readLong(it, "seq", 0, Long.MAX_VALUE);
                case "at" -> fields.at = Json.readLong(it, "at", 0, Long.MAX_VALUE);
                case "reason" -> fields.reason = it.getText();
                case "retryAfter" -> fields.retryAfter = Json.readLong(it, "retryAfter", 0, Long.MAX_VALUE);
                default -> it.skipChildren();
            }
        });
        return fields.toAck();
    }

    /** Builds an ack from its parts as they travel in user properties or JSON. */
    public static Ack ack(
            MessageId id, String status, long seq, long at, @Nullable String reason, long retryAfterMillis)
            throws BadBodyException {
        return switch (status) {
            case "accepted" -> Ack.accepted(id, seq, at);
            case "duplicate" -> Ack.duplicate(id, seq, at);
            case "rejected" ->
                Ack.rejected(
                        id, Reason.ofCode(reason == null ? "" : reason).orElse(Reason.MALFORMED), retryAfterMillis);
            default -> throw new BadBodyException("unknown ack status");
        };
    }

    private static final class AckFields {
        private @Nullable MessageId id;
        private String status = "";
        private long seq;
        private long at;
        private @Nullable String reason;
        private long retryAfter;

        Ack toAck() throws BadBodyException {
            if (id == null) {
                throw new BadBodyException("ack without id");
            }
            return ack(id, status, seq, at, reason, retryAfter);
        }
    }

    public static byte[] write(ReceiptEvent event) {
        return Json.writeObject(json -> {
            json.writeStringField("conversation", event.conversation());
            json.writeStringField("user", event.user().value());
            json.writeNumberField("received", event.received());
            json.writeNumberField("read", event.read());
        });
    }

    public static ReceiptEvent readReceiptEvent(byte[] body) throws BadBodyException {
        String[] text = {"", ""};
        long[] marks = {0, 0};
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "conversation" -> text[0] = parser.getText();
                case "user" -> text[1] = parser.getText();
                case "received" -> marks[0] = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                case "read" -> marks[1] = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        UserName user = UserName.parse(text[1]).orElseThrow(() -> new BadBodyException("receipt without user"));
        return new ReceiptEvent(text[0], user, marks[0], marks[1]);
    }

    public static byte[] write(UnreadEvent event) {
        return Json.writeObject(json -> {
            json.writeNumberField("total", event.total());
            Json.writeSeqs(json, "unread", event.unread());
        });
    }

    public static UnreadEvent readUnreadEvent(byte[] body) throws BadBodyException {
        long[] total = {0};
        Map<String, Long> unread = new HashMap<>();
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "total" -> total[0] = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                case "unread" -> Json.readSeqs(parser, unread, Integer.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new UnreadEvent(total[0], unread);
    }

    public static byte[] write(MembershipEvent event) {
        return Json.writeObject(json -> json.writeStringField("conversation", event.conversation()));
    }

    public static byte[] write(TypingEvent event) {
        return Json.writeObject(json -> {
            json.writeStringField("conversation", event.conversation());
            json.writeStringField("user", event.user().value());
            json.writeBooleanField("typing", event.typing());
        });
    }

    public static byte[] write(PresenceEvent event) {
        return Json.writeObject(json -> {
            json.writeStringField("user", event.user().value());
            json.writeBooleanField("online", event.online());
            if (event.lastSeen() > 0) {
                json.writeNumberField("lastSeen", event.lastSeen());
            }
        });
    }

    public static PresenceEvent readPresenceEvent(byte[] body) throws BadBodyException {
        String[] text = {""};
        boolean[] online = {false};
        long[] lastSeen = {0};
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "user" -> text[0] = parser.getText();
                case "online" -> online[0] = Json.readBoolean(parser, field);
                case "lastSeen" -> lastSeen[0] = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        UserName user = UserName.parse(text[0]).orElseThrow(() -> new BadBodyException("presence without user"));
        return new PresenceEvent(user, online[0], lastSeen[0]);
    }

    public static TypingEvent readTypingEvent(byte[] body) throws BadBodyException {
        String[] text = {"", ""};
        boolean[] typing = {false};
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "conversation" -> text[0] = parser.getText();
                case "user" -> text[1] = parser.getText();
                case "typing" -> typing[0] = Json.readBoolean(parser, field);
                default -> parser.skipChildren();
            }
        });
        UserName user = UserName.parse(text[1]).orElseThrow(() -> new BadBodyException("typing without user"));
        return new TypingEvent(text[0], user, typing[0]);
    }

    /** Body of {@code typing/…}: {@code {"typing":true}}. */
    public static boolean readTyping(byte[] body) throws BadBodyException {
        boolean[] typing = {true};
        Json.readObject(body, (field, parser) -> {
            if (field.equals("typing")) {
                typing[0] = Json.readBoolean(parser, field);
            } else {
                parser.skipChildren();
            }
        });
        return typing[0];
    }

    public static byte[] write(CountsEvent event) {
        return Json.writeObject(json -> {
            json.writeStringField("conversation", event.conversation());
            json.writeNumberField("of", event.of());
            json.writeArrayFieldStart("counts");
            for (CountsEvent.Count count : event.counts()) {
                json.writeStartObject();
                json.writeNumberField("seq", count.seq());
                json.writeNumberField("received", count.received());
                json.writeNumberField("read", count.read());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    public static CountsEvent readCountsEvent(byte[] body) throws BadBodyException {
        String[] conversation = {""};
        int[] of = {0};
        List<CountsEvent.Count> counts = new ArrayList<>();
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "conversation" -> conversation[0] = parser.getText();
                case "of" -> of[0] = (int) Json.readLong(parser, field, 0, Integer.MAX_VALUE);
                case "counts" -> {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        counts.add(readCount(parser));
                    }
                }
                default -> parser.skipChildren();
            }
        });
        return new CountsEvent(conversation[0], of[0], counts);
    }

    private static CountsEvent.Count readCount(JsonParser count) throws IOException, BadBodyException {
        long[] values = {0, 0, 0};
        Json.readFields(count, (field, parser) -> {
            switch (field) {
                case "seq" -> values[0] = Json.readLong(parser, field, 1, Long.MAX_VALUE);
                case "received" -> values[1] = Json.readLong(parser, field, 0, Integer.MAX_VALUE);
                case "read" -> values[2] = Json.readLong(parser, field, 0, Integer.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new CountsEvent.Count(values[0], (int) values[1], (int) values[2]);
    }

    public static byte[] write(ExpiredEvent event) {
        return Json.writeObject(json -> {
            json.writeStringField("conversation", event.conversation());
            json.writeNumberField("seq", event.seq());
            json.writeStringField("id", event.id().toString());
        });
    }

    public static ExpiredEvent readExpiredEvent(byte[] body) throws BadBodyException {
        String[] conversation = {""};
        long[] seq = {0};
        MessageId[] id = {new MessageId(0, 0)};
        Json.readObject(body, (field, parser) -> {
            switch (field) {
                case "conversation" -> conversation[0] = parser.getText();
                case "seq" -> seq[0] = Json.readLong(parser, field, 1, Long.MAX_VALUE);
                case "id" -> id[0] = Json.readId(parser);
                default -> parser.skipChildren();
            }
        });
        return new ExpiredEvent(conversation[0], seq[0], id[0]);
    }

    public static byte[] write(Problem problem) {
        return Json.writeObject(json -> {
            json.writeStringField("type", problem.type());
            json.writeStringField("title", problem.reason().code());
            json.writeStringField("detail", problem.detail());
        });
    }

    private static void writeMarks(JsonGenerator json, Marks marks) throws IOException {
        Json.writeSeqs(json, "received", marks.received());
        Json.writeSeqs(json, "read", marks.read());
    }
}
