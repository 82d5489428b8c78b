package io.parley.broker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Call;
import io.parley.broker.api.Calls;
import io.parley.broker.api.Field;
import io.parley.broker.api.Reply;
import io.parley.protocol.Headers;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The calls as an OpenAPI 3.1 document, written from their declarations alone. */
final class OpenApi {
    private static final String PROBLEM = "#/components/schemas/Problem";

    private OpenApi() {}

    static byte[] write(Calls calls) {
        Map<Integer, String> problems = problems();
        return Reply.of(json -> {
                    json.writeStringField("openapi", "3.1.0");
                    writeInfo(json);
                    json.writeObjectFieldStart("paths");
                    for (Call call : calls.all()) {
                        writeCall(json, call, problems);
                    }
                    json.writeEndObject();
                    writeComponents(json, problems);
                    json.writeArrayFieldStart("security");
                    json.writeStartObject();
                    json.writeArrayFieldStart("token");
                    json.writeEndArray();
                    json.writeEndObject();
                    json.writeEndArray();
                })
                .body();
    }

    /** Every status but 200 a call may end with, and what it means. */
    static Map<Integer, String> problems() {
        Map<Integer, String> problems = new TreeMap<>();
        problems.put(401, "no token, or not a valid one");
        problems.put(408, "the body did not come in time");
        problems.put(415, "the body is compressed");
        problems.put(500, "a fault of the server");
        for (Reason reason : Reason.values()) {
            problems.merge(ReasonStatus.of(reason), reason.code(), (first, more) -> first + ", " + more);
        }
        problems.merge(429, "too many wrong tokens, or requests under way", (first, more) -> first + "; " + more);
        return problems;
    }

    private static void writeInfo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("info");
        json.writeStringField("title", "Parley");
        json.writeStringField("version", Headers.PARLEY_VERSION);
        json.writeStringField(
                "description",
                "The calls of Parley over HTTP. The same are made over MQTT on topics of the same names."
                        + " Characters of texts are UTF-16 code units. Times are Unix milliseconds.");
        json.writeEndObject();
    }

    private static void writeCall(JsonGenerator json, Call call, Map<Integer, String> problems) throws IOException {
        json.writeObjectFieldStart("/api/" + call.name());
        json.writeObjectFieldStart("post");
        json.writeStringField("operationId", operationId(call));
        json.writeStringField("summary", call.summary());
        json.writeArrayFieldStart("tags");
        json.writeString(call.name().substring(0, call.name().indexOf('/')));
        json.writeEndArray();
        json.writeArrayFieldStart("parameters");
        writeRef(json, "#/components/parameters/IdempotencyKey");
        json.writeEndArray();
        writeBody(json, call);
        json.writeObjectFieldStart("responses");
        json.writeFieldName("200");
        writeRef(json, "#/components/responses/200");
        for (int status : problems.keySet()) {
            json.writeFieldName(Integer.toString(status));
            writeRef(json, "#/components/responses/" + status);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** {@code endpoint/sign-out}: endpointSignOut. */
    private static String operationId(Call call) {
        StringBuilder id = new StringBuilder();
        for (String word : call.name().split("[/-]", -1)) {
            id.append(
                    id.isEmpty() || word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return id.toString();
    }

    private static void writeBody(JsonGenerator json, Call call) throws IOException {
        json.writeObjectFieldStart("requestBody");
        json.writeStringField("description", "at most " + call.bodyBytesMax() + " bytes");
        json.writeBooleanField("required", call.fields().stream().anyMatch(Field::required));
        json.writeObjectFieldStart("content");
        json.writeObjectFieldStart(Reply.CONTENT_TYPE);
        json.writeObjectFieldStart("schema");
        json.writeStringField("type", "object");
        json.writeObjectFieldStart("properties");
        for (Field field : call.fields()) {
            json.writeObjectFieldStart(field.name());
            json.writeStringField("description", field.kind().description());
            field.kind().writeSchema(json);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("required");
        for (Field field : call.fields()) {
            if (field.required()) {
                json.writeString(field.name());
            }
        }
        json.writeEndArray();
        json.writeBooleanField("additionalProperties", false);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeComponents(JsonGenerator json, Map<Integer, String> problems) throws IOException {
        json.writeObjectFieldStart("components");
        json.writeObjectFieldStart("securitySchemes");
        json.writeObjectFieldStart("token");
        json.writeStringField("type", "http");
        json.writeStringField("scheme", "bearer");
        json.writeStringField("description", "made by ./parley user token");
        json.writeEndObject();
        json.writeEndObject();
        writeIdempotencyKey(json);
        writeProblemSchema(json);
        json.writeObjectFieldStart("responses");
        json.writeObjectFieldStart("200");
        json.writeStringField("description", "done");
        writeContent(json, Reply.CONTENT_TYPE);
        json.writeStringField("type", "object");
        endContent(json);
        json.writeEndObject();
        for (Map.Entry<Integer, String> problem : problems.entrySet()) {
            json.writeObjectFieldStart(problem.getKey().toString());
            json.writeStringField("description", problem.getValue());
            writeContent(json, Problem.CONTENT_TYPE);
            json.writeStringField("$ref", PROBLEM);
            endContent(json);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeIdempotencyKey(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("parameters");
        json.writeObjectFieldStart("IdempotencyKey");
        json.writeStringField("name", "Idempotency-Key");
        json.writeStringField("in", "header");
        json.writeStringField(
                "description",
                "The same on every retry, so that it is done once; the id of the message the call makes, if it makes one."
                        + " Made by the server if absent; the answer bears it.");
        json.writeObjectFieldStart("schema");
        json.writeStringField("type", "string");
        json.writeStringField("format", "uuid");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeProblemSchema(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("schemas");
        json.writeObjectFieldStart("Problem");
        json.writeStringField("description", "RFC 9457");
        json.writeStringField("type", "object");
        json.writeObjectFieldStart("properties");
        for (String text : new String[] {"type", "title", "detail"}) {
            json.writeObjectFieldStart(text);
            json.writeStringField("type", "string");
            json.writeEndObject();
        }
        json.writeObjectFieldStart("status");
        json.writeStringField("type", "integer");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeContent(JsonGenerator json, String type) throws IOException {
        json.writeObjectFieldStart("content");
        json.writeObjectFieldStart(type);
        json.writeObjectFieldStart("schema");
    }

    private static void endContent(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeRef(JsonGenerator json, String target) throws IOException {
        json.writeStartObject();
        json.writeStringField("$ref", target);
        json.writeEndObject();
    }
}
