package io.parley.broker.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * For operators and orchestrators; nobody is asked for a password.
 *
 * <pre>
 * GET /metrics       Prometheus text
 * GET /health/live   200 while only time or the operator is needed; 503 if a restart is
 * GET /health/ready  200 if clients should come here, else 503; {"ready":false,"checks":[{"name":"storage","ok":false,"reason":"…"}]}
 * </pre>
 */
public record OperatorRoutes(Supplier<String> metrics, List<Check> live, List<Check> ready) {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";

    void addTo(RoutesConfig routes) {
        routes.get("/metrics", context -> context.contentType(PROMETHEUS_TEXT).result(metrics.get()));
        routes.get("/health/live", context -> answer(context, "live", live));
        routes.get("/health/ready", context -> answer(context, "ready", ready));
    }

    private record Result(String name, Optional<String> fault) {}

    private static void answer(Context context, String verdict, List<Check> checks) {
        List<Result> results = new ArrayList<>();
        boolean right = true;
        for (Check check : checks) {
            Optional<String> fault = check.fault().get();
            right &= fault.isEmpty();
            results.add(new Result(check.name(), fault));
        }
        context.status(right ? 200 : 503).contentType(JSON).result(write(verdict, right, results));
    }

    private static String write(String verdict, boolean right, List<Result> results) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField(verdict, right);
            json.writeArrayFieldStart("checks");
            for (Result result : results) {
                json.writeStartObject();
                json.writeStringField("name", result.name());
                json.writeBooleanField("ok", result.fault().isEmpty());
                if (result.fault().isPresent()) {
                    json.writeStringField("reason", result.fault().get());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }
}
