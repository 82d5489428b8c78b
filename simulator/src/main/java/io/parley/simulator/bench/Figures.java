package io.parley.simulator.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Named numbers, for people and for programs, in the order they were put in. */
final class Figures {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Three digits are as much as is measured; as text, since 1e-3 is no use to a reader. */
    void number(String name, double value) {
        values.put(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "0");
    }

    void count(String name, long value) {
        values.put(name, Long.toString(value));
    }

    /** Ours, theirs, and the one by the other. */
    void compare(String name, double parley, double bare) {
        number(name + "_parley", parley);
        number(name + "_bare", bare);
        number("ratio_" + name, parley / bare);
    }

    String table() {
        StringBuilder text = new StringBuilder(System.lineSeparator());
        values.forEach((name, value) ->
                text.append(String.format(Locale.ROOT, "%-48s %14s%n", name.replace('_', ' '), value)));
        return text.toString();
    }

    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> value : values.entrySet()) {
                json.writeFieldName(value.getKey());
                json.writeNumber(value.getValue());
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
