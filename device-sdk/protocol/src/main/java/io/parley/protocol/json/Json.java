package io.parley.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reading and writing of JSON objects, strictly; what the codecs of this package share. Stateless. */
final class Json {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(512 * 1024)
                    .maxNumberLength(32)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    static MessageId readId(JsonParser parser) throws IOException, BadBodyException {
        try {
            return MessageId.parse(parser.getText());
        } catch (IllegalArgumentException e) {
            throw new BadBodyException("id is no UUID");
        }
    }

    static void writeSeqs(JsonGenerator json, String field, Map<String, Long> seqs) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Long> entry : seqs.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    static void readSeqs(JsonParser parser, Map<String, Long> into, int entriesMax)
            throws IOException, BadBodyException {
        readFields(parser, (conversation, it) -> {
            if (into.size() >= entriesMax) {
                throw new BadBodyException("more conversations in one body than allowed");
            }
            into.put(conversation, readLong(it, "a watermark", 0, Long.MAX_VALUE));
        });
    }

    static long readLong(JsonParser parser, String what, long min, long max) throws IOException, BadBodyException {
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
    interface FieldReader {
        void read(String field, JsonParser parser) throws IOException, BadBodyException;
    }

    static void readObject(byte[] body, FieldReader reader) throws BadBodyException {
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

    static void readFields(JsonParser parser, FieldReader reader) throws IOException, BadBodyException {
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
    interface FieldWriter {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] writeObject(FieldWriter writer) {
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

    static String readText(JsonParser parser, String what, int lengthMax) throws IOException, BadBodyException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new BadBodyException(what + " must be a text");
        }
        String text = parser.getText();
        if (text.length() > lengthMax) {
            throw new BadBodyException(what + " has " + text.length() + " characters, at most " + lengthMax);
        }
        return text;
    }

    static boolean readBoolean(JsonParser parser, String what) throws IOException, BadBodyException {
        if (!parser.currentToken().isBoolean()) {
            throw new BadBodyException(what + " must be true or false");
        }
        return parser.getBooleanValue();
    }

    static UserName readUser(JsonParser parser, String what) throws IOException, BadBodyException {
        String text = readText(parser, what, UserName.LENGTH_MAX);
        return UserName.parse(text).orElseThrow(() -> new BadBodyException(what + " must be a user name"));
    }

    static List<UserName> readUsers(JsonParser parser, String what, int usersMax) throws IOException, BadBodyException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new BadBodyException(what + " must be a list");
        }
        List<UserName> users = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (users.size() >= usersMax) {
                throw new BadBodyException(what + " has more than " + usersMax + " entries");
            }
            users.add(readUser(parser, what));
        }
        return users;
    }
}
