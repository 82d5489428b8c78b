package io.parley.broker.api;

import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies a call must refuse, and those it must not, made from its declaration alone: for any registry. */
public final class BadBodies {
    private BadBodies() {}

    /**
     * @param reason why it must be refused
     * @param named what the detail must name
     */
    public record Bad(String call, String what, String body, Reason reason, List<String> named) {
        @Override
        public String toString() {
            return call + ": " + what;
        }
    }

    /** A body with the required fields only, and one with all of them. */
    public static List<String> good(Call call) {
        return List.of(write(required(call)), write(all(call)));
    }

    public static List<Bad> of(Call call) {
        List<Bad> bad = new ArrayList<>();
        for (String noObject :
                List.of("[]", "17", "\"text\"", "null", "no json", "{", "{} {}", "{,}", "{\"a\":oops}")) {
            bad.add(new Bad(call.name(), noObject, noObject, Reason.MALFORMED, List.of("JSON object")));
        }
        bad.add(new Bad(
                call.name(),
                "an oversize body",
                write(required(call)) + " ".repeat(call.bodyBytesMax()),
                Reason.TOO_LARGE,
                List.of(Integer.toString(call.bodyBytesMax()))));
        bad.add(variant(call, "an unknown field", "surprise", "1", List.of("surprise", call.name())));
        for (Field field : call.fields()) {
            if (field.required()) {
                Map<String, String> without = new LinkedHashMap<>(required(call));
                without.remove(field.name());
                bad.add(new Bad(
                        call.name(),
                        "no " + field.name(),
                        write(without),
                        Reason.MALFORMED,
                        List.of(field.name(), "missing", field.kind().description())));
            }
            String twice = write(Map.of(field.name(), good(field.kind(), 0)));
            bad.add(new Bad(
                    call.name(),
                    field.name() + " twice",
                    twice.substring(0, twice.length() - 1) + "," + twice.substring(1),
                    Reason.MALFORMED,
                    List.of(field.name(), "twice")));
            for (String value : wrong(field.kind())) {
                bad.add(variant(
                        call,
                        field.name() + " = " + (value.length() < 60 ? value : "one of " + value.length()),
                        field.name(),
                        value,
                        List.of(field.name(), field.kind().description())));
            }
        }
        return bad;
    }

    private static Bad variant(Call call, String what, String field, String value, List<String> named) {
        Map<String, String> fields = new LinkedHashMap<>(required(call));
        fields.put(field, value);
        return new Bad(call.name(), what, write(fields), Reason.MALFORMED, named);
    }

    private static Map<String, String> required(Call call) {
        Map<String, String> fields = all(call);
        call.fields().stream().filter(it -> !it.required()).forEach(it -> fields.remove(it.name()));
        return fields;
    }

    private static Map<String, String> all(Call call) {
        Map<String, String> fields = new LinkedHashMap<>();
        call.fields().forEach(it -> fields.put(it.name(), good(it.kind(), 0)));
        return fields;
    }

    private static String write(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(it -> "\"" + it.getKey() + "\":" + it.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** The nth of different values that are right. */
    private static String good(Kind kind, int n) {
        if (kind instanceof Kind.Text text) {
            return quoted("x".repeat(Math.max(1, text.lengthMin())));
        } else if (kind instanceof Kind.Number number) {
            return Long.toString(number.min() + n);
        } else if (kind instanceof Kind.Bool) {
            return "true";
        } else if (kind instanceof Kind.User || kind instanceof Kind.Group || kind instanceof Kind.Track) {
            return quoted("name" + n);
        } else if (kind instanceof Kind.Conversation) {
            return quoted("chat/name" + n);
        } else if (kind instanceof Kind.Endpoint) {
            return quoted("phone" + n);
        } else if (kind instanceof Kind.Id) {
            return quoted(new MessageId(1, n).toString());
        } else if (kind instanceof Kind.OneOf oneOf) {
            return quoted(oneOf.codes().get(n % oneOf.codes().size()));
        } else if (kind instanceof Kind.Bytes bytes) {
            return base64(Math.max(1, bytes.sizeMin()));
        } else if (kind instanceof Kind.Many many) {
            return list(many.each(), Math.max(1, many.sizeMin()));
        } else if (kind instanceof Kind.Place) {
            return place(n);
        } else if (kind instanceof Kind.Places places) {
            return places(places.sizeMin());
        }
        throw new AssertionError("a new kind has no good value here: " + kind);
    }

    private static List<String> wrong(Kind kind) {
        List<String> wrong = new ArrayList<>(List.of("null", "{}", "{\"a\":[[[[[[[[[[1]]]]]]]]]]}", "[[[]]]"));
        if (!(kind instanceof Kind.Bool)) {
            wrong.addAll(List.of("true", "false"));
        }
        if (!(kind instanceof Kind.Number)) {
            wrong.addAll(List.of("17", "-0.5"));
        }
        if (kind instanceof Kind.Text text) {
            if (text.lengthMin() > 0) {
                wrong.add(quoted("x".repeat(text.lengthMin() - 1)));
            }
            wrong.add(quoted("x".repeat(text.lengthMax() + 1)));
            wrong.addAll(List.of("\"\\ud800\"", "\"\\udc00\\ud800\""));
        } else if (kind instanceof Kind.Number number) {
            wrong.addAll(List.of("\"1\"", "1.5", "1e3", "9".repeat(31), "9".repeat(400)));
            if (number.min() > Long.MIN_VALUE) {
                wrong.add(Long.toString(number.min() - 1));
            }
            if (number.max() < Long.MAX_VALUE) {
                wrong.add(Long.toString(number.max() + 1));
            }
        } else if (kind instanceof Kind.Bool) {
            wrong.addAll(List.of("0", "1", "\"true\""));
        } else if (kind instanceof Kind.Endpoint) {
            wrong.addAll(List.of("\"\"", quoted("x".repeat(EndpointId.CLIENT_ID_LENGTH_MAX + 1)), "\"\\ud800\""));
        } else if (kind instanceof Kind.Bytes bytes) {
            wrong.addAll(List.of("\"====\"", "\"a b\"", "\"-_-_\"", base64(bytes.sizeMax() + 1)));
        } else if (kind instanceof Kind.Many many) {
            wrong.addAll(List.of(
                    list(many.each(), many.sizeMax() + 1),
                    "[" + good(many.each(), 0) + "," + good(many.each(), 0) + "]"));
            if (many.sizeMin() > 0) {
                wrong.add(list(many.each(), many.sizeMin() - 1));
            }
            wrong(many.each()).stream().limit(8).forEach(it -> wrong.add("[" + it + "]"));
        } else if (kind instanceof Kind.Place) {
            wrong.addAll(wrongPlaces());
        } else if (kind instanceof Kind.Places places) {
            wrong.addAll(List.of(places(places.sizeMin() - 1), places(places.sizeMax() + 1)));
            wrongPlaces().forEach(it -> wrong.add("[" + it + "]"));
        } else {
            wrong.addAll(names(kind));
        }
        return wrong;
    }

    private static List<String> wrongPlaces() {
        return List.of(
                "\"47,9\"",
                "[47,9]",
                "{\"lat\":47}",
                "{\"lat\":91,\"lon\":9}",
                "{\"lat\":47,\"lon\":-180.5}",
                "{\"lat\":\"47\",\"lon\":9}",
                "{\"lat\":NaN,\"lon\":9}",
                "{\"lat\":1e999,\"lon\":9}",
                "{\"lat\":47,\"lon\":9,\"alt\":1}",
                "{\"lat\":47,\"lat\":47,\"lon\":9}");
    }

    private static String place(int n) {
        return "{\"lat\":47." + n + ",\"lon\":9}";
    }

    private static String places(int size) {
        return IntStream.range(0, size).mapToObj(BadBodies::place).collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> names(Kind kind) {
        String in = kind instanceof Kind.Conversation ? "chat/" : "";
        String long65 = "x".repeat(UserName.LENGTH_MAX + 1);
        return List.of(
                quoted(in),
                quoted(in + "BOB"),
                quoted(in + "a/b"),
                quoted(in + "#"),
                quoted(in + long65),
                quoted("amend/chat/bob"),
                quoted("club/g"),
                quoted("\\u0000"));
    }

    private static String base64(int size) {
        return quoted(Base64.getEncoder().encodeToString(new byte[size]));
    }

    private static String list(Kind each, int size) {
        return IntStream.range(0, size).mapToObj(n -> good(each, n)).collect(Collectors.joining(",", "[", "]"));
    }
}
