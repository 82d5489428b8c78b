package io.parley.simulator.social;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON object a call was answered with. */
final class Answer {
    private final Map<String, Object> fields;

    private Answer(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** @throws UncheckedIOException if it is no JSON object */
    static Answer parse(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object: " + json);
            }
            return object(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Object value = value(parser, parser.nextToken());
            if (value != null) {
                fields.put(name, value);
            }
        }
        return new Answer(fields);
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return object(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> values = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                Object value = value(parser, next);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** Empty if it is not there, or not a plain value. */
    Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** 0 if it is not there. */
    long number(String name) {
        return text(name).map(Long::valueOf).orElse(0L);
    }

    boolean flag(String name) {
        return text(name).map(Boolean::valueOf).orElse(false);
    }

    Optional<Answer> object(String name) {
        return fields.get(name) instanceof Answer object ? Optional.of(object) : Optional.empty();
    }

    List<Answer> objects(String name) {
        return list(name).stream()
                .filter(Answer.class::isInstance)
                .map(Answer.class::cast)
                .toList();
    }

    List<String> texts(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private List<?> list(String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }

    List<String> names() {
        return List.copyOf(fields.keySet());
    }
}
