package io.parley.broker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.api.BadBodies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** As much of JSON Schema as the document uses; a keyword it does not know fails it. */
final class SchemaCheck {
    private static final Set<String> REMARKS = Set.of("description", "contentEncoding");

    /**
     * Whether a schema has words for what is wrong: not for text that is no JSON, halves of characters, which are two of
     * ours and one of its own, and what is in base64.
     */
    static boolean canTell(BadBodies.Bad bad) {
        return !bad.named().contains("JSON object")
                && !bad.named().contains("twice")
                && !bad.body().contains("\\ud800")
                && !bad.body().contains("NaN")
                && !bad.body().contains("1e999")
                && !bad.body().contains("\"lat\":47,\"lat\"")
                && !bad.what().equals("text = \"x\"")
                && bad.named().stream().noneMatch(it -> it.startsWith("base64 of"));
    }

    List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        schema.properties().forEach(keyword -> {
            if (!REMARKS.contains(keyword.getKey()) && !holds(keyword.getKey(), keyword.getValue(), schema, value)) {
                faults.add(keyword.getKey() + " " + keyword.getValue() + " does not hold for " + value);
            }
        });
        return faults;
    }

    private boolean holds(String keyword, JsonNode rule, JsonNode schema, JsonNode value) {
        return switch (keyword) {
            case "type" ->
                switch (rule.textValue()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> throw new AssertionError("unknown type " + rule);
                };
            case "minimum" -> !value.isNumber() || value.decimalValue().compareTo(rule.decimalValue()) >= 0;
            case "maximum" -> !value.isNumber() || value.decimalValue().compareTo(rule.decimalValue()) <= 0;
            case "minLength" -> !value.isTextual() || length(value) >= rule.intValue();
            case "maxLength" -> !value.isTextual() || length(value) <= rule.intValue();
            case "pattern" ->
                !value.isTextual()
                        || Pattern.compile(rule.textValue())
                                .matcher(value.textValue())
                                .find();
            case "format" -> rule.textValue().equals("uuid") && (!value.isTextual() || isUuid(value.textValue()));
            case "enum" -> contains(rule, value);
            case "items" ->
                !value.isArray() || all(value, it -> faults(rule, it).isEmpty());
            case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
            case "maxItems" -> !value.isArray() || value.size() <= rule.intValue();
            case "uniqueItems" -> !value.isArray() || isUnique(value);
            case "required" -> !value.isObject() || all(rule, it -> value.has(it.textValue()));
            case "properties" ->
                !value.isObject()
                        || value.properties().stream()
                                .allMatch(it -> !rule.has(it.getKey())
                                        || faults(rule.get(it.getKey()), it.getValue())
                                                .isEmpty());
            case "additionalProperties" ->
                !value.isObject()
                        || value.properties().stream()
                                .allMatch(it -> schema.get("properties").has(it.getKey()));
            default -> throw new AssertionError("unknown keyword " + keyword);
        };
    }

    private static int length(JsonNode text) {
        return text.textValue().codePointCount(0, text.textValue().length());
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException noUuid) {
            return false;
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        return !all(list, it -> !it.equals(value));
    }

    private static boolean isUnique(JsonNode list) {
        Set<JsonNode> seen = new HashSet<>();
        return all(list, seen::add);
    }

    private static boolean all(JsonNode list, java.util.function.Predicate<JsonNode> test) {
        for (JsonNode each : list) {
            if (!test.test(each)) {
                return false;
            }
        }
        return true;
    }
}
