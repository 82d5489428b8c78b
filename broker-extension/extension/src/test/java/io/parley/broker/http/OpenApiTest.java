package io.parley.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.broker.api.BadBodies;
import io.parley.broker.api.Call;
import io.parley.broker.api.Calls;
import io.parley.broker.api.Field;
import io.parley.broker.api.Handler;
import io.parley.broker.api.Page;
import io.parley.broker.api.Said;
import io.parley.protocol.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Handler NEVER = (caller, arguments) -> new CompletableFuture<>();

    private final Calls calls = new Calls(List.of(
            Call.of(
                    "thing/do",
                    "Takes one of each kind",
                    List.of(
                            Field.text("text", 2, 10),
                            Field.number("number", -5, 5),
                            Field.bool("bool"),
                            Field.user("user"),
                            Field.users("users", 3),
                            Field.group("group"),
                            Field.conversation("conversation"),
                            Field.endpoint("endpoint"),
                            Field.id("id"),
                            Field.oneOf("code", "open", "shut"),
                            Field.numbers("numbers", 1, 100, 3),
                            Field.base64("bytes", 1, 10),
                            Field.text("note", 0, 5).optional()),
                    NEVER),
            Call.of("thing/sign-out", "Takes nothing", List.of(), NEVER),
            Call.of("page/list", "Takes a page", Page.FIELDS, NEVER),
            Call.of("message/say", "Takes what a message says", Said.FIELDS, NEVER)
                    .withBody(Said.BODY_BYTES_MAX)));

    private final JsonNode document = read(calls);

    private static JsonNode read(Calls calls) {
        try {
            return JSON.readTree(OpenApi.write(calls));
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private JsonNode operation(Call call) {
        return document.at("/paths").get("/api/" + call.name()).get("post");
    }

    private JsonNode schema(Call call) {
        return operation(call).at("/requestBody/content/application~1json/schema");
    }

    @Test
    void should_have_every_call_and_nothing_else() {
        List<String> paths = new ArrayList<>();
        document.get("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths)
                .containsExactlyElementsOf(
                        calls.all().stream().map(it -> "/api/" + it.name()).toList());
        Set<String> operations = new HashSet<>();
        for (Call call : calls.all()) {
            assertThat(operation(call).get("summary").textValue()).isEqualTo(call.summary());
            assertThat(operations.add(operation(call).get("operationId").textValue()))
                    .isTrue();
            assertThat(operation(call).at("/requestBody/description").textValue())
                    .contains(Integer.toString(call.bodyBytesMax()));
        }
        assertThat(operations).contains("thingDo", "thingSignOut");
    }

    @Test
    void should_have_every_field_as_it_is_declared() {
        for (Call call : calls.all()) {
            JsonNode schema = schema(call);
            List<String> required = new ArrayList<>();
            schema.get("required").forEach(it -> required.add(it.textValue()));
            assertThat(required)
                    .isEqualTo(call.fields().stream()
                            .filter(Field::required)
                            .map(Field::name)
                            .toList());
            assertThat(operation(call).at("/requestBody/required").booleanValue())
                    .isEqualTo(!required.isEmpty());
            List<String> properties = new ArrayList<>();
            schema.get("properties").fieldNames().forEachRemaining(properties::add);
            assertThat(properties)
                    .isEqualTo(call.fields().stream().map(Field::name).toList());
            for (Field field : call.fields()) {
                assertThat(schema.get("properties")
                                .get(field.name())
                                .get("description")
                                .textValue())
                        .isEqualTo(field.kind().description());
            }
        }
    }

    @Test
    void should_say_bounds() {
        JsonNode number = schema(calls.named("thing/do")).at("/properties/number");
        assertThat(number.get("minimum").longValue()).isEqualTo(-5);
        assertThat(number.get("maximum").longValue()).isEqualTo(5);
        assertThat(schema(calls.named("thing/do"))
                        .at("/properties/users/maxItems")
                        .intValue())
                .isEqualTo(3);
        assertThat(schema(calls.named("page/list"))
                        .at("/properties/limit/maximum")
                        .intValue())
                .isEqualTo(Page.LIMIT_MAX);
    }

    /** What is refused for its form alone must not be promised, and what is taken must not be ruled out. */
    @Test
    void should_agree_with_what_calls_take_and_refuse() throws Exception {
        SchemaCheck check = new SchemaCheck();
        for (Call call : calls.all()) {
            for (String good : BadBodies.good(call)) {
                assertThat(check.faults(schema(call), JSON.readTree(good)))
                        .as(good)
                        .isEmpty();
            }
            for (BadBodies.Bad bad : BadBodies.of(call)) {
                if (bad.reason() == Reason.MALFORMED && SchemaCheck.canTell(bad)) {
                    assertThat(check.faults(schema(call), JSON.readTree(bad.body())))
                            .as(bad.toString())
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void should_ask_for_a_token_and_tell_every_problem() {
        assertThat(document.at("/components/securitySchemes/token/scheme").textValue())
                .isEqualTo("bearer");
        assertThat(document.at("/security/0").has("token")).isTrue();
        for (Call call : calls.all()) {
            JsonNode responses = operation(call).get("responses");
            assertThat(responses.has("200")).isTrue();
            for (Reason reason : Reason.values()) {
                String status = Integer.toString(ReasonStatus.of(reason));
                assertThat(responses.has(status)).as(reason.code()).isTrue();
                assertThat(document.at("/components/responses/" + status + "/description")
                                .textValue())
                        .contains(reason.code());
            }
        }
    }

    @Test
    void should_refer_to_nothing_that_is_not_there() {
        List<String> references = new ArrayList<>();
        document.findValues("$ref").forEach(it -> references.add(it.textValue()));
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }
}
