package io.parley.sdk.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.parley.protocol.json.BadBodyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it was answered. Read leniently, so that a newer server may add to it: a field that is absent or of
 * another type is not there. Immutable.
 */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(4 * 1024 * 1024)
                    .maxNumberLength(32)
                    .build())
            .build();

    private final Map<String, Object> fields;

    private JsonObject(Map<String, Object> fields) {
        this.fields = fields;
    }

    public static JsonObject parse(String text) throws BadBodyException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    public static JsonObject parse(byte[] text) throws BadBodyException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return object(parser);
            }
        } catch (IOException e) {
            throw new BadBodyException("not the JSON expected here");
        }
        throw new BadBodyException("a JSON object is expected");
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return new JsonObject(fields);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? null : parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    public Set<String> names() {
        return fields.keySet();
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    public Optional<String> text(String field) {
        return fields.get(field) instanceof String it ? Optional.of(it) : Optional.empty();
    }

    public long number(String field, long otherwise) {
        return fields.get(field) instanceof Long it ? it : otherwise;
    }

    /** Of a number with or without a fraction; never infinite. */
    public double decimal(String field, double otherwise) {
        return fields.get(field) instanceof Number it && Double.isFinite(it.doubleValue())
                ? it.doubleValue()
                : otherwise;
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    public Optional<JsonObject> object(String field) {
        return fields.get(field) instanceof JsonObject it ? Optional.of(it) : Optional.empty();
    }

    public List<JsonObject> objects(String field) {
        return elements(field, JsonObject.class);
    }

    public List<String> texts(String field) {
        return elements(field, String.class);
    }

    public List<Long> numbers(String field) {
        return elements(field, Long.class);
    }

    private <T> List<T> elements(String field, Class<T> kind) {
        return fields.get(field) instanceof List<?> list
                ? list.stream().filter(kind::isInstance).map(kind::cast).toList()
                : List.of();
    }
}
