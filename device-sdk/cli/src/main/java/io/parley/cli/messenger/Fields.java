package io.parley.cli.messenger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of an answer, read leniently: what is absent or of another type is empty, 0 or false, since a server newer
 * than this program may say more and other things.
 *
 * @param values String, Long, Double, Boolean, List and Map of the same
 */
public record Fields(Map<String, Object> values) {
    public static final Fields NONE = new Fields(Map.of());

    public String text(String field) {
        return values.get(field) instanceof String text ? text : "";
    }

    public long number(String field) {
        return values.get(field) instanceof Number number ? number.longValue() : 0;
    }

    /** NaN if it is no number. */
    public double decimal(String field) {
        return values.get(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    public boolean flag(String field) {
        return values.get(field) instanceof Boolean flag && flag;
    }

    public boolean has(String field) {
        return values.get(field) != null;
    }

    public Fields object(String field) {
        return of(values.get(field));
    }

    public List<Fields> objects(String field) {
        List<Fields> all = new ArrayList<>();
        if (values.get(field) instanceof List<?> list) {
            list.forEach(it -> all.add(of(it)));
        }
        return all;
    }

    public List<String> texts(String field) {
        List<String> all = new ArrayList<>();
        if (values.get(field) instanceof List<?> list) {
            list.forEach(it -> all.add(String.valueOf(it)));
        }
        return all;
    }

    private static Fields of(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return NONE;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, it) -> {
            if (it != null) {
                copy.put(String.valueOf(key), it);
            }
        });
        return new Fields(copy);
    }
}
