package io.parley.broker.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.broker.storage.Position;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a field may hold. Reads one JSON value; what it reads to is noted at each. Says what it is to people and programs. */
public sealed interface Kind {
    /** Of users and groups, as a regular expression; {@link UserName} is the truth. */
    String NAME = "[a-z0-9][a-z0-9._-]{0," + (UserName.LENGTH_MAX - 1) + "}";

    /** Ends the sentence "the field must be …": what it is, and its bounds. */
    String description();

    /** Writes the same as fields of a JSON Schema (2020-12): as near as that can say it, and never narrower. */
    void writeSchema(JsonGenerator json) throws IOException;

    /**
     * @param parser at the value's first token; left at its last one
     * @param self whose words it reads, for what is named as its reader sees it
     * @return null if the value is none of this kind
     */
    @Nullable Object read(JsonParser parser, UserName self) throws IOException;

    /** A String, of whole characters: half of a surrogate pair can be stored and sent by nobody. */
    record Text(int lengthMin, int lengthMax) implements Kind {
        @Override
        public String description() {
            return "a text of " + lengthMin + " to " + lengthMax + " characters";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            // A schema counts code points, of which one or two of these characters make one.
            json.writeNumberField("minLength", (lengthMin + 1) / 2);
            json.writeNumberField("maxLength", lengthMax);
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, lengthMax);
            return text != null && text.length() >= lengthMin && isWellFormed(text) ? text : null;
        }

        private static boolean isWellFormed(String text) {
            return text.codePoints().noneMatch(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE);
        }
    }

    /** A Long. */
    record Number(long min, long max) implements Kind {
        @Override
        public String description() {
            return "a whole number from " + min + " to " + max;
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "integer");
            json.writeNumberField("minimum", min);
            json.writeNumberField("maximum", max);
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                return null;
            }
            long value = parser.getLongValue();
            return value >= min && value <= max ? value : null;
        }
    }

    /** A Boolean. */
    record Bool() implements Kind {
        @Override
        public String description() {
            return "true or false";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "boolean");
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            return parser.currentToken().isBoolean() ? parser.getBooleanValue() : null;
        }
    }

    /** A {@link UserName}. */
    record User() implements Kind {
        @Override
        public String description() {
            return "a user name, 1 to " + UserName.LENGTH_MAX + " of a-z 0-9 . _ -";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeStringField("pattern", "^" + NAME + "$");
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, UserName.LENGTH_MAX);
            return text == null ? null : UserName.parse(text).orElse(null);
        }
    }

    /** A {@link GroupName}. */
    record Group() implements Kind {
        @Override
        public String description() {
            return "a group name, 1 to " + UserName.LENGTH_MAX + " of a-z 0-9 . _ -";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeStringField("pattern", "^" + NAME + "$");
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, UserName.LENGTH_MAX);
            return text == null ? null : GroupName.parse(text).orElse(null);
        }
    }

    /** A {@link TrackName}. */
    record Track() implements Kind {
        @Override
        public String description() {
            return "a track name, 1 to " + TrackName.LENGTH_MAX + " of a-z 0-9 . _ -";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeStringField("pattern", "^" + NAME + "$");
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, TrackName.LENGTH_MAX);
            return text == null ? null : TrackName.parse(text).orElse(null);
        }
    }

    /** A {@link ConversationId}; never a side log, which nobody but the server writes. */
    record Conversation() implements Kind {
        private static final int LENGTH_MAX = 6 + UserName.LENGTH_MAX;

        @Override
        public String description() {
            return "a conversation, chat/{user} or group/{group}";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeStringField("pattern", "^(chat|group)/" + NAME + "$");
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, LENGTH_MAX);
            return text == null
                    ? null
                    : ConversationId.parse(text, self)
                            .filter(it -> !it.isAmendments())
                            .orElse(null);
        }
    }

    /** An {@link EndpointId} of the caller. */
    record Endpoint() implements Kind {
        @Override
        public String description() {
            return "a client id of 1 to " + EndpointId.CLIENT_ID_LENGTH_MAX + " characters";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeNumberField("minLength", 1);
            json.writeNumberField("maxLength", EndpointId.CLIENT_ID_LENGTH_MAX);
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, EndpointId.CLIENT_ID_LENGTH_MAX);
            return text == null || text.isEmpty() || !Text.isWellFormed(text) ? null : new EndpointId(self, text);
        }
    }

    /** A {@link MessageId}, as a UUID in text. */
    record Id() implements Kind {
        private static final int LENGTH = 36;

        @Override
        public String description() {
            return "an id, a UUID of " + LENGTH + " characters";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeStringField("format", "uuid");
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, LENGTH);
            if (text == null || text.length() != LENGTH) {
                return null;
            }
            try {
                return MessageId.parse(text);
            } catch (IllegalArgumentException noUuid) {
                return null;
            }
        }
    }

    /** A String, one of these. */
    record OneOf(List<String> codes) implements Kind {
        public OneOf {
            codes = List.copyOf(codes);
        }

        @Override
        public String description() {
            return "one of " + String.join(", ", codes);
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeArrayFieldStart("enum");
            for (String code : codes) {
                json.writeString(code);
            }
            json.writeEndArray();
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, Integer.MAX_VALUE);
            return text != null && codes.contains(text) ? text : null;
        }
    }

    /** {@link Content}, as base64 (RFC 4648 section 4). */
    record Bytes(int sizeMin, int sizeMax) implements Kind {
        @Override
        public String description() {
            return "base64 of " + sizeMin + " to " + sizeMax + " bytes";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "string");
            json.writeStringField("contentEncoding", "base64");
            json.writeNumberField("minLength", (4 * sizeMin + 2) / 3);
            json.writeNumberField("maxLength", 4 * (sizeMax / 3 + 1));
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            String text = text(parser, 4 * (sizeMax / 3 + 1));
            if (text == null) {
                return null;
            }
            try {
                byte[] bytes = Base64.getDecoder().decode(text);
                return bytes.length >= sizeMin && bytes.length <= sizeMax ? Content.wrap(bytes) : null;
            } catch (IllegalArgumentException noBase64) {
                return null;
            }
        }
    }

    /** A List of what {@code each} reads, no two the same. */
    record Many(Kind each, int sizeMin, int sizeMax) implements Kind {
        @Override
        public String description() {
            return "a list of " + sizeMin + " to " + sizeMax + ", all different, each " + each.description();
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "array");
            json.writeObjectFieldStart("items");
            each.writeSchema(json);
            json.writeEndObject();
            json.writeNumberField("minItems", sizeMin);
            json.writeNumberField("maxItems", sizeMax);
            json.writeBooleanField("uniqueItems", true);
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<Object> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object value = values.size() < sizeMax ? each.read(parser, self) : null;
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return values.size() >= sizeMin && Set.copyOf(values).size() == values.size() ? List.copyOf(values) : null;
        }
    }

    /** A {@link Position}, as {@code {"lat":47.14,"lon":9.52}}, kept to 1e-7 degrees. */
    record Place() implements Kind {
        private static final double UNITS_A_DEGREE = 1e7;

        @Override
        public String description() {
            return "a place, {\"lat\":-90 to 90,\"lon\":-180 to 180}";
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "object");
            json.writeObjectFieldStart("properties");
            writeBounds(json, "lat", 90);
            writeBounds(json, "lon", 180);
            json.writeEndObject();
            json.writeArrayFieldStart("required");
            json.writeString("lat");
            json.writeString("lon");
            json.writeEndArray();
            json.writeBooleanField("additionalProperties", false);
        }

        private static void writeBounds(JsonGenerator json, String name, int bound) throws IOException {
            json.writeObjectFieldStart(name);
            json.writeStringField("type", "number");
            json.writeNumberField("minimum", -bound);
            json.writeNumberField("maximum", bound);
            json.writeEndObject();
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Double lat = null;
            Double lon = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!parser.nextToken().isNumeric()) {
                    return null;
                }
                if (name.equals("lat") && lat == null) {
                    lat = within(parser.getDoubleValue(), 90);
                } else if (name.equals("lon") && lon == null) {
                    lon = within(parser.getDoubleValue(), 180);
                } else {
                    return null;
                }
            }
            return lat == null || lon == null ? null : new Position(lat, lon);
        }

        private static @Nullable Double within(double degrees, int bound) {
            return degrees >= -bound && degrees <= bound ? Math.rint(degrees * UNITS_A_DEGREE) / UNITS_A_DEGREE : null;
        }
    }

    /** A List of {@link Position}; the same may come again. */
    record Places(int sizeMin, int sizeMax) implements Kind {
        private static final Place EACH = new Place();

        @Override
        public String description() {
            return "a list of " + sizeMin + " to " + sizeMax + " places, each " + EACH.description();
        }

        @Override
        public void writeSchema(JsonGenerator json) throws IOException {
            json.writeStringField("type", "array");
            json.writeObjectFieldStart("items");
            EACH.writeSchema(json);
            json.writeEndObject();
            json.writeNumberField("minItems", sizeMin);
            json.writeNumberField("maxItems", sizeMax);
        }

        @Override
        public @Nullable Object read(JsonParser parser, UserName self) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<Object> places = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object place = places.size() < sizeMax ? EACH.read(parser, self) : null;
                if (place == null) {
                    return null;
                }
                places.add(place);
            }
            return places.size() >= sizeMin ? List.copyOf(places) : null;
        }
    }

    private static @Nullable String text(JsonParser parser, int lengthMax) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() <= lengthMax
                ? parser.getText()
                : null;
    }
}
