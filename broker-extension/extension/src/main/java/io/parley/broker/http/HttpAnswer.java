package io.parley.broker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Answer;
import io.parley.broker.api.Reply;
import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.json.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What goes back for a request. Errors are problems of RFC 9457: those with a reason of the protocol bear its code as title
 * and {@code urn:parley:{code}} as type, those of HTTP itself the phrase of their status and {@code about:blank}.
 *
 * @param headers besides Content-Type and Content-Length
 */
record HttpAnswer(int status, Map<String, String> headers, String contentType, Content body) {
    private static final String RETRY_AFTER = "Retry-After";

    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    static HttpAnswer json(byte[] body) {
        return new HttpAnswer(200, Map.of(), Reply.CONTENT_TYPE, Content.wrap(body));
    }

    static HttpAnswer of(Answer answer) {
        return answer.match(reply -> json(reply.body()), HttpAnswer::of);
    }

    static HttpAnswer of(Refusal refusal) {
        return of(ReasonStatus.of(refusal.reason()), refusal);
    }

    /** With another status than the reason usually has. */
    static HttpAnswer of(int status, Refusal refusal) {
        Problem problem = new Problem(refusal.reason(), refusal.detail());
        HttpAnswer answer = problem(status, problem.type(), problem.reason().code(), problem.detail());
        var seconds = ReasonStatus.retryAfterSeconds(refusal.reason());
        return seconds.isPresent() ? answer.retryAfter(seconds.getAsInt()) : answer;
    }

    static HttpAnswer of(Reason reason, String detail) {
        return of(new Refusal(reason, detail));
    }

    /** A no of HTTP itself. */
    static HttpAnswer of(int status, String phrase, String detail) {
        return problem(status, "about:blank", phrase, detail);
    }

    private static HttpAnswer problem(int status, String type, String title, String detail) {
        Reply body = Reply.of(json -> writeProblem(json, status, type, title, detail));
        return new HttpAnswer(status, Map.of(), Problem.CONTENT_TYPE, Content.wrap(body.body()));
    }

    private static void writeProblem(JsonGenerator json, int status, String type, String title, String detail)
            throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("title", title);
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
    }

    HttpAnswer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, contentType, body);
    }

    HttpAnswer retryAfter(long seconds) {
        return with(RETRY_AFTER, Long.toString(seconds));
    }
}
