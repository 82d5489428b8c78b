package io.parley.broker.http;

import io.javalin.Javalin;
import io.parley.broker.api.Reply;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The one HTTP server of a node: what operators ask ({@link OperatorRoutes}), the calls of users ({@link ApiHandler}), and
 * what guest links show ({@link GuestHandler}). */
public final class HttpServer implements AutoCloseable {
    private static final int THREADS_MIN = 2;
    private static final int THREADS_MAX = 8;
    /** Of what operators ask; calls have bounds of their own. */
    private static final long REQUEST_BYTES_MAX = 8_192;

    private final Javalin server;

    /**
     * What guests are shown.
     *
     * @param door what a token shows; fails with {@link io.parley.broker.api.RefusalException} for an expected no
     * @param contentType of what it shows
     */
    public record Guests(Function<String, CompletionStage<Reply>> door, String contentType) {}

    private HttpServer(Javalin server) {
        this.server = server;
    }

    public static HttpServer start(HttpSettings settings, OperatorRoutes operators, HttpApi api, Guests guests) {
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
            // Before Javalin, whose handlers read and write a body on a thread that waits for it.
            config.jetty.modifyServer(jetty -> jetty.setHandler(
                    new Handler.Sequence(new ApiHandler(api), new GuestHandler(guests, api.observer()))));
            operators.addTo(config.routes);
        });
        return new HttpServer(server.start());
    }

    /** The port in use, for a configured 0. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
