package io.parley.cli.messenger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of the server's api: {@code group/add} with its fields.
 *
 * @param fields texts, numbers, truth values, lists of texts and of numbers, in the order they were given
 */
public record Call(String name, Map<String, Object> fields) {
    public Call {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Call of(String name) {
        return new Call(name, Map.of());
    }

    public Call with(String field, String value) {
        return and(field, value);
    }

    public Call with(String field, long value) {
        return and(field, value);
    }

    public Call with(String field, boolean value) {
        return and(field, value);
    }

    public Call with(String field, List<String> values) {
        return and(field, List.copyOf(values));
    }

    public Call withNumbers(String field, List<Long> values) {
        return and(field, List.copyOf(values));
    }

    private Call and(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Call(name, more);
    }
}
