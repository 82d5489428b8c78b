package io.parley.server.house;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a broker's {@code /health/ready}. Blocks for at most the timeout. */
final class Readiness {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int REASON_CHARACTERS_MAX = 500;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @return empty when ready, else why not */
    Optional<String> whyNot(String bind, int port) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(base(bind, port) + "/health/ready"))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String reason = answer.body().strip();
            return answer.statusCode() == OK
                    ? Optional.empty()
                    : Optional.of(reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX)));
        } catch (IOException unreachable) {
            return Optional.of("no answer on port " + port);
        }
    }

    /** Where a client on this machine reaches a listener bound to {@code bind}. */
    static String base(String bind, int port) {
        return "http://" + host(bind) + ":" + port;
    }

    static String host(String bind) {
        try {
            boolean any = InetAddress.getByName(bind).isAnyLocalAddress();
            String host = any ? House.LOOPBACK : bind;
            return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        } catch (IOException notNumeric) {
            throw new IllegalArgumentException("bind must be a numeric address, was " + bind, notNumeric);
        }
    }
}
