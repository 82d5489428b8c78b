package io.parley.simulator.phone;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object as it came, to be looked into by name. What is not there is empty or not a number. Immutable. */
public record Reply(Map<String, Object> fields) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Reply EMPTY = new Reply(Map.of());

    /** What is no JSON object has no fields. */
    public static Reply of(String body) {
        try (JsonParser json = JSON.createParser(body)) {
            return json.nextToken() == JsonToken.START_OBJECT ? new Reply(object(json)) : EMPTY;
        } catch (IOException notJson) {
            return EMPTY;
        }
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return new Reply(object(json));
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
                Object value = value(json);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }
        if (token.isNumeric()) {
            return json.getDoubleValue();
        }
        return token == JsonToken.VALUE_NULL ? null : json.getText();
    }

    public String text(String name) {
        Object value = fields.get(name);
        return value instanceof String text ? text : "";
    }

    public double number(String name) {
        return fields.get(name) instanceof Double number ? number : Double.NaN;
    }

    public Reply inner(String name) {
        return fields.get(name) instanceof Reply reply ? reply : EMPTY;
    }

    /** The objects of an array. */
    public List<Reply> list(String name) {
        List<Reply> replies = new ArrayList<>();
        if (fields.get(name) instanceof List<?> values) {
            for (Object value : values) {
                if (value instanceof Reply reply) {
                    replies.add(reply);
                }
            }
        }
        return replies;
    }

    /** The numbers of an array. */
    public List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        if (fields.get(name) instanceof List<?> values) {
            for (Object value : values) {
                if (value instanceof Double number) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }
}
