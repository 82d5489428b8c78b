package io.parley.broker.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out whether the extension really runs. HiveMQ starts without a word when an extension fails to load, and then
 * refuses everybody; a broker that can only refuse should rather not be there. Blocks; main thread only.
 */
final class ExtensionCheck {
    /** HiveMQ returns from its start after the extension's, so this is slack for its HTTP server alone. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int OK = 200;

    private ExtensionCheck() {}

    /** @return whether {@code /health/live} answered in time */
    static boolean isLive(NodeSettings settings) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();
        HttpRequest request = HttpRequest.newBuilder(live(settings))
                .timeout(REQUEST_TIMEOUT)
                .GET()
                .build();
        long started = System.nanoTime();
        do {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK) {
                    return true;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (System.nanoTime() - started < PATIENCE.toNanos());
        return false;
    }

    private static URI live(NodeSettings settings) throws IOException {
        InetAddress bound = InetAddress.getByName(settings.bind());
        InetAddress asked = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        String host = asked.getHostAddress();
        String authority = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create("http://" + authority + ":" + settings.httpPort() + "/health/live");
    }
}
