package io.parley.broker.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * <pre>
 * GET /metrics       Prometheus text
 * GET /health/live   200 while only time or the operator is needed; 503 if a restart is
 * GET /health/ready  200 if clients should come here, else 503; {"ready":false,"checks":[{"name":"storage","ok":false,"reason":"…"}]}
 * </pre>
 */
public final class OperatorServer implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";
    private static final int THREADS_MIN = 2;
    private static final int THREADS_MAX = 8;
    private static final long REQUEST_BYTES_MAX = 8_192;

    private final Javalin server;

    private OperatorServer(Javalin server) {
        this.server = server;
    }

    public static OperatorServer start(
            HttpSettings settings, Supplier<String> metrics, List<Check> live, List<Check> ready) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
        threads.setName("parley-http");
        threads.setDaemon(true);
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.maxRequestSize = REQUEST_BYTES_MAX;
            config.jetty.threadPool = threads;
            config.jetty.host = settings.bind();
            config.jetty.port = settings.port();
            config.routes.get(
                    "/metrics", context -> context.contentType(PROMETHEUS_TEXT).result(metrics.get()));
            config.routes.get("/health/live", context -> answer(context, "live", live));
            config.routes.get("/health/ready", context -> answer(context, "ready", ready));
        });
        return new OperatorServer(server.start());
    }

    /** The port in use, for a configured 0. */
    public int port() {
        return server.port();
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

    @Override
    public void close() {
        server.stop();
    }
}
