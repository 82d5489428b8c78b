package io.parley.broker.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.parley.broker.storage.Position;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.Topics;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the caller said, field by field, each of the kind and within the bounds its call declares. Immutable.
 *
 * <p>Asking for a field that is not declared, or as what it is not, is a bug of the handler and says so.
 */
public final class Arguments {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(1024 * 1024)
                    .maxNameLength(128)
                    .build())
            .build();

    private final Call call;
    private final Map<String, Object> values;

    private Arguments(Call call, Map<String, Object> values) {
        this.call = call;
        this.values = values;
    }

    /**
     * Reads the body of a call. No body is an empty object.
     *
     * @throws RefusalException if it is not exactly what the call declares: the detail names the field, what it must be
     *     and the bound, and repeats nothing that was in it
     */
    static Arguments read(Call call, UserName self, byte[] body) {
        call.checkSize(body.length);
        Map<String, Object> values = new HashMap<>();
        if (body.length > 0) {
            try (JsonParser parser = JSON.createParser(body)) {
                readObject(call, self, parser, values);
            } catch (IOException noJson) {
                throw RefusalException.malformed("the body must be a JSON object");
            }
        }
        for (Field field : call.fields()) {
            if (field.required() && !values.containsKey(field.name())) {
                throw RefusalException.malformed(field.name() + " is missing; " + must(field));
            }
        }
        return new Arguments(call, values);
    }

    private static void readObject(Call call, UserName self, JsonParser parser, Map<String, Object> into)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw RefusalException.malformed("the body must be a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Field field = call.field(name)
                    .orElseThrow(() -> RefusalException.malformed(
                            "api/" + call.name() + " has no field " + Topics.quote(name) + "; " + knownFields(call)));
            if (into.put(name, readValue(field, self, parser)) != null) {
                throw RefusalException.malformed(name + " is given twice");
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw RefusalException.malformed("the body must be a JSON object and nothing else");
        }
    }

    private static Object readValue(Field field, UserName self, JsonParser parser) {
        Object value;
        try {
            value = parser.nextToken() == null ? null : field.kind().read(parser, self);
        } catch (IOException noJson) {
            value = null;
        }
        if (value == null) {
            throw RefusalException.malformed(must(field));
        }
        return value;
    }

    private static String must(Field field) {
        return field.name() + " must be " + field.kind().description();
    }

    private static String knownFields(Call call) {
        return call.fields().isEmpty()
                ? "it takes none"
                : "it has "
                        + String.join(
                                ", ", call.fields().stream().map(Field::name).toList());
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    public String text(String name) {
        return required(name, String.class);
    }

    public Optional<String> textIf(String name) {
        return optional(name, String.class);
    }

    public long number(String name) {
        return required(name, Long.class);
    }

    public OptionalLong numberIf(String name) {
        Optional<Long> number = optional(name, Long.class);
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number.get());
    }

    public boolean bool(String name) {
        return required(name, Boolean.class);
    }

    public Optional<Boolean> boolIf(String name) {
        return optional(name, Boolean.class);
    }

    public UserName user(String name) {
        return required(name, UserName.class);
    }

    public Optional<UserName> userIf(String name) {
        return optional(name, UserName.class);
    }

    /** Empty if an optional field is not given. */
    public List<UserName> users(String name) {
        return many(name, UserName.class);
    }

    /** Empty if an optional field is not given. */
    public List<Long> numbers(String name) {
        return many(name, Long.class);
    }

    /** Empty if an optional field is not given; then {@link #has} is false. */
    public List<String> texts(String name) {
        return many(name, String.class);
    }

    public Position place(String name) {
        return required(name, Position.class);
    }

    public Optional<Position> placeIf(String name) {
        return optional(name, Position.class);
    }

    /** Empty if an optional field is not given. */
    public List<Position> places(String name) {
        return many(name, Position.class);
    }

    /** Empty if an optional field is not given. */
    public List<TrackName> tracks(String name) {
        return many(name, TrackName.class);
    }

    public TrackName track(String name) {
        return required(name, TrackName.class);
    }

    public Optional<TrackName> trackIf(String name) {
        return optional(name, TrackName.class);
    }

    public GroupName group(String name) {
        return required(name, GroupName.class);
    }

    public Optional<GroupName> groupIf(String name) {
        return optional(name, GroupName.class);
    }

    public ConversationId conversation(String name) {
        return required(name, ConversationId.class);
    }

    public Optional<ConversationId> conversationIf(String name) {
        return optional(name, ConversationId.class);
    }

    /** One of the caller's, if there is one of that client id. */
    public EndpointId endpoint(String name) {
        return required(name, EndpointId.class);
    }

    public MessageId id(String name) {
        return required(name, MessageId.class);
    }

    public Content bytes(String name) {
        return required(name, Content.class);
    }

    public Optional<Content> bytesIf(String name) {
        return optional(name, Content.class);
    }

    /**
     * Which one of some optional fields is given.
     *
     * @throws RefusalException if none or several are
     */
    public String exactlyOne(String... names) {
        return atMostOne(names).orElseThrow(() -> RefusalException.malformed("one of " + list(names) + " is missing"));
    }

    /** @throws RefusalException if several are given */
    public Optional<String> atMostOne(String... names) {
        Optional<String> given = Optional.empty();
        for (String name : names) {
            if (has(name)) {
                if (given.isPresent()) {
                    throw RefusalException.malformed("only one of " + list(names) + " may be given");
                }
                given = Optional.of(name);
            }
        }
        return given;
    }

    private static String list(String... names) {
        return String.join(", ", names);
    }

    private @Nullable Object value(String name) {
        if (call.field(name).isEmpty()) {
            throw new IllegalArgumentException(call.name() + " declares no field " + name);
        }
        return values.get(name);
    }

    private <T> Optional<T> optional(String name, Class<T> type) {
        Object value = value(name);
        return value == null ? Optional.empty() : Optional.of(type.cast(value));
    }

    private <T> T required(String name, Class<T> type) {
        return optional(name, type)
                .orElseThrow(() -> new IllegalArgumentException(name + " is optional in " + call.name()));
    }

    private <T> List<T> many(String name, Class<T> type) {
        return value(name) instanceof List<?> list
                ? list.stream().<T>map(type::cast).toList()
                : List.of();
    }
}
