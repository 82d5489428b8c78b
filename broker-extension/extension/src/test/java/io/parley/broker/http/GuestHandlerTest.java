package io.parley.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Calls;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.identity.TokenGate;
import io.parley.broker.location.GuestDoor;
import io.parley.broker.storage.StorageException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What guests are answered; whose link shows what is decided behind the door. */
class GuestHandlerTest {
    /** Nobody has a link. */
    static HttpServer.Guests nobody() {
        return new HttpServer.Guests(
                token -> CompletableFuture.failedStage(new RefusalException(Reason.NOT_FOUND, "there is no such link")),
                GuestDoor.CONTENT_TYPE);
    }

    private static CompletionStage<Reply> see(String token) {
        return switch (token) {
            case "good" -> CompletableFuture.completedStage(Reply.of(json -> json.writeStringField("type", "Feature")));
            case "over" -> CompletableFuture.failedStage(new RefusalException(Reason.ENDED, "over"));
            case "away" ->
                CompletableFuture.failedStage(new StorageException("away", false, new IllegalStateException()));
            default -> CompletableFuture.failedStage(new RefusalException(Reason.NOT_FOUND, "there is no such link"));
        };
    }

    private static HttpResponse<String> send(HttpServer server, String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void should_show_what_the_link_shows_and_say_why_it_shows_nothing() throws Exception {
        HttpApi api = new HttpApi(
                new Api(Calls.NONE, ApiSettings.DEFAULT, System::nanoTime, ApiObserver.NONE),
                new TokenGate(new MemoryStorage(Runnable::run).tokens(), System::nanoTime, Clock.systemUTC()),
                Optional::empty,
                () -> new MessageId(1, 1),
                HttpApi.BODY_PATIENCE,
                HttpObserver.NONE);
        try (HttpServer server = HttpServer.start(
                new HttpSettings("127.0.0.1", 0),
                new OperatorRoutes(() -> "", List.of(), List.of()),
                api,
                new HttpServer.Guests(GuestHandlerTest::see, GuestDoor.CONTENT_TYPE))) {
            HttpResponse<String> good = send(server, "GET", "/guest/good");
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).isEqualTo("{\"type\":\"Feature\"}");
            assertThat(good.headers().firstValue("Content-Type")).contains("application/geo+json");
            assertThat(good.headers().firstValue("Cache-Control")).contains("no-store");

            HttpResponse<String> over = send(server, "GET", "/guest/over");
            assertThat(over.statusCode()).isEqualTo(410);
            assertThat(over.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(over.body()).contains("\"type\":\"urn:parley:ended\"");
            assertThat(send(server, "GET", "/guest/unknown").statusCode()).isEqualTo(404);
            assertThat(send(server, "GET", "/guest/" + "x".repeat(1_000)).statusCode())
                    .isEqualTo(404);
            assertThat(send(server, "GET", "/guest/away").statusCode()).isEqualTo(503);
            assertThat(send(server, "POST", "/guest/good").statusCode()).isEqualTo(405);
        }
    }
}
