package io.parley.sdk.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON object of a call. A field given null is left out. Not safe for several threads. */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> fields = new LinkedHashMap<>();

    public static JsonText of(String field, @Nullable String value) {
        return new JsonText().and(field, value);
    }

    public static JsonText nothing() {
        return new JsonText();
    }

    public JsonText and(String field, @Nullable String value) {
        return put(field, value);
    }

    public JsonText and(String field, boolean value) {
        return put(field, value);
    }

    public JsonText and(String field, long value) {
        return put(field, value);
    }

    public JsonText and(String field, @Nullable Boolean value) {
        return put(field, value);
    }

    public JsonText and(String field, @Nullable Long value) {
        return put(field, value);
    }

    /** @param value finite */
    public JsonText and(String field, double value) {
        return put(field, value);
    }

    /** @param values texts, numbers, lists of such or objects */
    public JsonText and(String field, @Nullable List<?> values) {
        return put(field, values == null ? null : List.copyOf(values));
    }

    public JsonText and(String field, @Nullable JsonText object) {
        return put(field, object);
    }

    private JsonText put(String field, @Nullable Object value) {
        if (value != null) {
            fields.put(field, value);
        }
        return this;
    }

    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Boolean it) {
            json.writeBoolean(it);
        } else if (value instanceof Long it) {
            json.writeNumber(it);
        } else if (value instanceof Double it) {
            json.writeNumber(it);
        } else if (value instanceof JsonText it) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : it.fields.entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> all) {
            json.writeStartArray();
            for (Object each : all) {
                write(json, each);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }
}
