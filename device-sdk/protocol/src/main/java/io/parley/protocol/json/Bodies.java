package io.parley.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(4_096)
                    .maxNumberLength(32)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Bodies() {}

    /** @param entriesMax most entries of {@code received} and {@code read} together */
    public static Marks readMarks(byte[] body, int entriesMax) throws BadBodyException {
        Map<String, Long> received = new HashMap<>();
        Map<String, Long> read = new HashMap<>();
        readObject(body, (field, parser) -> {
            switch (field) {
                case "received" -> readSeqs(parser, received, entriesMax);
                case "read" -> readSeqs(parser, read, entriesMax - received.size());
                default -> parser.skipChildren();
            }
        });
        return new Marks(received, read);
    }

    public static byte[] write(Marks marks) {
        return writeObject(json -> writeMarks(json, marks));
    }

    /** @param entriesMax most entries of {@code received} */
    public static SyncRequest readSyncRequest(byte[] body, int entriesMax, int limitMax) throws BadBodyException {
        Map<String, Long> received = new HashMap<>();
        int[] limit = {limitMax};
        readObject(body, (field, parser) -> {
            switch (field) {
                case "received" -> readSeqs(parser, received, entriesMax);
                case "limit" -> limit[0] = (int) readLong(parser, "limit", 1, limitMax);
                default -> parser.skipChildren();
            }
        });
        return new SyncRequest(received, limit[0]);
    }

    public static byte[] write(SyncRequest request) {
        return writeObject(json -> {
            writeSeqs(json, "received", request.received());
            json.writeNumberField("limit", request.limit());
        });
    }

    public static SyncReply readSyncReply(byte[] body) throws BadBodyException {
        boolean[] complete = {false};
        int[] sent = {0};
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> peersReceived = new HashMap<>();
        Map<String, Long> peersRead = new HashMap<>();
        Map<String, Long> read = new HashMap<>();
        readObject(body, (field, parser) -> {
            switch (field) {
                case "complete" -> complete[0] = parser.getBooleanValue();
                case "sent" -> sent[0] = (int) readLong(parser, "sent", 0, Integer.MAX_VALUE);
                case "last" -> readSeqs(parser, last, Integer.MAX_VALUE);
                case "peers" ->
                    readFields(parser, (inner, it) -> {
                        switch (inner) {
                            case "received" -> readSeqs(it, peersReceived, Integer.MAX_VALUE);
                            case "read" -> readSeqs(it, peersRead, Integer.MAX_VALUE);
                            default -> it.skipChildren();
                        }
                    });
                case "read" -> readSeqs(parser, read, Integer.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new SyncReply(complete[0], sent[0], last, new Marks(peersReceived, peersRead), read);
    }

    public static byte[] write(SyncReply reply) {
        return writeObject(json -> {
            json.writeBooleanField("complete", reply.complete());
            json.writeNumberField("sent", reply.sent());
            writeSeqs(json, "last", reply.last());
            json.writeObjectFieldStart("peers");
            writeMarks(json, reply.peers());
            json.writeEndObject();
            writeSeqs(json, "read", reply.read());
        });
    }

    /** Batched acks: {@code {"acks":[{"id":"…","status":"accepted","seq":41,"at":1700000000000}, …]}}. */
    public static byte[] writeAcks(List<Ack> acks) {
        return writeObject(json -> {
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
        readObject(body, (field, parser) -> {
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
        readFields(parser, (field, it) -> {
            switch (field) {
                case "id" -> fields.id = readId(it);
                case "status" -> fields.status = it.getText();
                case "seq" -> fields.seq = readLong(it, "seq", 0, Long.MAX_VALUE);
                case "at" -> fields.at = readLong(it, "at", 0, Long.MAX_VALUE);
                case "reason" -> fields.reason = it.getText();
                case "retryAfter" -> fields.retryAfter = readLong(it, "retryAfter", 0, Long.MAX_VALUE);
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
        return writeObject(json -> {
            json.writeStringField("conversation", event.conversation());
            json.writeStringField("user", event.user().value());
            json.writeNumberField("received", event.received());
            json.writeNumberField("read", event.read());
        });
    }

    public static ReceiptEvent readReceiptEvent(byte[] body) throws BadBodyException {
        String[] text = {"", ""};
        long[] marks = {0, 0};
        readObject(body, (field, parser) -> {
            switch (field) {
                case "conversation" -> text[0] = parser.getText();
                case "user" -> text[1] = parser.getText();
                case "received" -> marks[0] = readLong(parser, field, 0, Long.MAX_VALUE);
                case "read" -> marks[1] = readLong(parser, field, 0, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        UserName user = UserName.parse(text[1]).orElseThrow(() -> new BadBodyException("receipt without user"));
        return new ReceiptEvent(text[0], user, marks[0], marks[1]);
    }

    public static byte[] write(ExpiredEvent event) {
        return writeObject(json -> {
            json.writeStringField("conversation", event.conversation());
            json.writeNumberField("seq", event.seq());
            json.writeStringField("id", event.id().toString());
        });
    }

    public static ExpiredEvent readExpiredEvent(byte[] body) throws BadBodyException {
        String[] conversation = {""};
        long[] seq = {0};
        MessageId[] id = {new MessageId(0, 0)};
        readObject(body, (field, parser) -> {
            switch (field) {
                case "conversation" -> conversation[0] = parser.getText();
                case "seq" -> seq[0] = readLong(parser, field, 1, Long.MAX_VALUE);
                case "id" -> id[0] = readId(parser);
                default -> parser.skipChildren();
            }
        });
        return new ExpiredEvent(conversation[0], seq[0], id[0]);
    }

    public static byte[] write(Problem problem) {
        return writeObject(json -> {
            json.writeStringField("type", problem.type());
            json.writeStringField("title", problem.reason().code());
            json.writeStringField("detail", problem.detail());
        });
    }

    private static MessageId readId(JsonParser parser) throws IOException, BadBodyException {
        try {
            return MessageId.parse(parser.getText());
        } catch (IllegalArgumentException e) {
            throw new BadBodyException("id is no UUID");
        }
    }

    private static void writeMarks(JsonGenerator json, Marks marks) throws IOException {
        writeSeqs(json, "received", marks.received());
        writeSeqs(json, "read", marks.read());
    }

    private static void writeSeqs(JsonGenerator json, String field, Map<String, Long> seqs) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Long> entry : seqs.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void readSeqs(JsonParser parser, Map<String, Long> into, int entriesMax)
            throws IOException, BadBodyException {
        readFields(parser, (conversation, it) -> {
            if (into.size() >= entriesMax) {
                throw new BadBodyException("more conversations in one body than allowed");
            }
            into.put(conversation, readLong(it, "a watermark", 0, Long.MAX_VALUE));
        });
    }

    private static long readLong(JsonParser parser, String what, long min, long max)
            throws IOException, BadBodyException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new BadBodyException(what + " must be a whole number");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new BadBodyException(what + " must be " + min + " to " + max);
        }
        long value = parser.getLongValue();
        if (value < min || value > max) {
            throw new BadBodyException(what + " must be " + min + " to " + max + ", was " + value);
        }
        return value;
    }

    @FunctionalInterface
    private interface FieldReader {
        void read(String field, JsonParser parser) throws IOException, BadBodyException;
    }

    private static void readObject(byte[] body, FieldReader reader) throws BadBodyException {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            readFields(parser, reader);
            if (parser.nextToken() != null) {
                throw new BadBodyException("something follows the JSON object");
            }
        } catch (IOException e) {
            throw new BadBodyException("not the JSON expected here");
        }
    }

    private static void readFields(JsonParser parser, FieldReader reader) throws IOException, BadBodyException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadBodyException("a JSON object is expected");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            reader.read(field, parser);
        }
    }

    @FunctionalInterface
    private interface FieldWriter {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] writeObject(FieldWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            writer.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
