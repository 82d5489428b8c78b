package io.parley.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Calls;
import io.parley.broker.identity.TokenGate;
import io.parley.broker.observe.BrokerMetrics;
import io.parley.broker.observe.Meters;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorRoutesTest {
    private Optional<String> fault = Optional.of("no node \"answers\"");

    private static HttpResponse<String> get(HttpServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpApi noCalls() {
        return new HttpApi(
                new Api(Calls.NONE, ApiSettings.DEFAULT, System::nanoTime, ApiObserver.NONE),
                new TokenGate(new MemoryStorage(Runnable::run).tokens(), System::nanoTime, Clock.systemUTC()),
                Optional::empty,
                () -> new MessageId(1, 1),
                HttpApi.BODY_PATIENCE,
                HttpObserver.NONE);
    }

    @Test
    void should_serve_health_and_metrics() throws Exception {
        MetricRegistry broker = new MetricRegistry();
        broker.counter("com.hivemq.messages.incoming.connect.count").inc(3);
        broker.meter("com.hivemq.messages.rate").mark();
        broker.timer("com.hivemq.some.time").update(java.time.Duration.ofMillis(5));
        broker.gauge("com.hivemq.networking.connections.current", () -> () -> 7);
        try (Meters meters = new Meters()) {
            meters.include(new BrokerMetrics(broker));
            meters.storage();
            meters.conversation();
            meters.edge().refusedAtOnce(Reason.BUSY);
            meters.gauge("parley.connections", "Connections", () -> 5);
            List<Check> checks = List.of(new Check("storage", () -> fault), new Check("cluster", Optional::empty));
            try (HttpServer server = HttpServer.start(
                    new HttpSettings("127.0.0.1", 0),
                    new OperatorRoutes(meters::scrape, List.of(), checks),
                    noCalls(),
                    GuestHandlerTest.nobody())) {
                assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
                HttpResponse<String> notReady = get(server, "/health/ready");
                assertThat(notReady.statusCode()).isEqualTo(503);
                assertThat(notReady.body())
                        .isEqualTo("{\"ready\":false,\"checks\":[{\"name\":\"storage\",\"ok\":false,"
                                + "\"reason\":\"no node \\\"answers\\\"\"},{\"name\":\"cluster\",\"ok\":true}]}");
                fault = Optional.empty();
                assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
                assertThat(get(server, "/metrics").body())
                        .contains("com_hivemq_messages_incoming_connect_count 3")
                        .contains("com_hivemq_networking_connections_current 7")
                        .contains("com_hivemq_some_time_count 1")
                        .contains("parley_packets_refused_total{reason=\"busy\"} 1")
                        .contains("parley_stage_seconds_bucket{stage=\"append\"")
                        .contains("parley_connections 5")
                        .contains("jvm_memory_used_bytes");
                assertThat(get(server, "/other").statusCode()).isEqualTo(404);
            }
        }
    }
}
