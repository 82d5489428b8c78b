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
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code parley up} says about itself in {@code run.json}; it rewrites the file when it restarts a child.
 *
 * <pre>
 * {"cassandra":{"pid":1,"contactPoints":["127.0.0.1:9042"],"user":"…","passwordFile":"…"},
 *  "nodes":[{"pid":2,"mqtt":1883,"ws":8000,"http":9399}]}
 * </pre>
 */
public record RunFile(Cassandra cassandra, List<Node> nodes) {
    /**
     * The database.
     *
     * @param pid 0 if it is not one of its children
     * @param contactPoints {@code host:port}
     */
    public record Cassandra(long pid, List<String> contactPoints, Optional<String> user, Optional<Path> passwordFile) {
        public Cassandra {
            contactPoints = List.copyOf(contactPoints);
        }
    }

    /** One broker. */
    public record Node(long pid, int mqttPort, int httpPort) {}

    public RunFile {
        nodes = List.copyOf(nodes);
    }

    /** @throws IOException if it is not there, or half written: read it again */
    public static RunFile read(Path file) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            Cassandra cassandra = new Cassandra(0, List.of(), Optional.empty(), Optional.empty());
            List<Node> nodes = new ArrayList<>();
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("cassandra") && value == JsonToken.START_OBJECT) {
                    cassandra = cassandra(fields(json));
                } else if (field.equals("nodes") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        nodes.add(node(fields(json)));
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

    private static Cassandra cassandra(Map<String, List<String>> fields) {
        return new Cassandra(
                number(fields, "pid"),
                fields.getOrDefault("contactPoints", List.of()),
                text(fields, "user"),
                text(fields, "passwordFile").map(Path::of));
    }

    private static Node node(Map<String, List<String>> fields) {
        return new Node(
                number(fields, "pid"),
                Math.toIntExact(number(fields, "mqtt")),
                Math.toIntExact(number(fields, "http")));
    }

    private static Optional<String> text(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static long number(Map<String, List<String>> fields, String name) {
        return text(fields, name).map(Long::valueOf).orElse(0L);
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw new IOException("expected " + token + ", found " + json.currentToken());
        }
    }

    /** The fields of the object the parser stands at; a plain value is a list of one. */
    private static Map<String, List<String>> fields(JsonParser json) throws IOException {
        Map<String, List<String>> fields = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            List<String> values = new ArrayList<>();
            if (value == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
                    values.add(json.getText());
                }
            } else if (value != null && value.isScalarValue()) {
                values.add(json.getText());
            } else {
                json.skipChildren();
            }
            fields.put(field, values);
        }
        return fields;
    }
}
