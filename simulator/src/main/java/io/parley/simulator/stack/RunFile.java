package io.parley.simulator.stack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code parley up} says about itself in {@code run.json}; it rewrites the file when it restarts a child.
 *
 * <pre>{"cassandra":{"pid":1,"cql":9042},"nodes":[{"pid":2,"mqtt":1883,"ws":8000,"http":9399}]}</pre>
 *
 * @param cassandraPid 0 if Cassandra is not one of its children
 */
public record RunFile(long cassandraPid, List<Node> nodes) {
    /** One broker. */
    public record Node(long pid, int mqttPort, int httpPort) {}

    public RunFile {
        nodes = List.copyOf(nodes);
    }

    /** @throws IOException if it is not there, or half written: read it again */
    public static RunFile read(Path file) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            long cassandra = 0;
            List<Node> nodes = new ArrayList<>();
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("cassandra") && value == JsonToken.START_OBJECT) {
                    cassandra = numbers(json).getOrDefault("pid", 0L);
                } else if (field.equals("nodes") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        nodes.add(node(numbers(json)));
                    }
                } else {
                    json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException(file + " is cut short");
            }
            return new RunFile(cassandra, nodes);
        }
    }

    private static Node node(Map<String, Long> numbers) {
        return new Node(
                numbers.getOrDefault("pid", 0L),
                Math.toIntExact(numbers.getOrDefault("mqtt", 0L)),
                Math.toIntExact(numbers.getOrDefault("http", 0L)));
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw new IOException("expected " + token + ", found " + json.currentToken());
        }
    }

    /** The whole-number fields of the object the parser stands at. */
    private static Map<String, Long> numbers(JsonParser json) throws IOException {
        Map<String, Long> numbers = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(field, json.getLongValue());
            } else {
                json.skipChildren();
            }
        }
        return numbers;
    }
}
