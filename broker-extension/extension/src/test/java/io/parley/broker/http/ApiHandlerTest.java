package io.parley.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Calls;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.identity.TokenGate;
import io.parley.broker.identity.Tokens;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real server, as a program at the other end meets it. */
class ApiHandlerTest {
    private static final UserName ALICE = new UserName("alice");
    private static final MessageId MADE = new MessageId(17, 4);
    private static final String KEY = "0198f3a2-0198-7000-8000-0198f3a20198";
    private static final int UNDER_WAY_MAX = 3;

    private final MemoryStorage storage = new MemoryStorage(Runnable::run);
    private final Tokens tokens =
            new Tokens(storage.accounts(), storage.tokens(), Clock.systemUTC(), new SecureRandom());
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Reply>> held = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private volatile Reason reason = Reason.BUSY;
    private volatile Optional<String> storeFault = Optional.empty();

    private final Calls calls = new Calls(List.of(
            Call.of("thing/do", "Does it", List.of(Field.text("what", 1, 10)), (caller, arguments) -> {
                callers.add(caller);
                return CompletableFuture.completedStage(
                        Reply.of(json -> json.writeStringField("did", arguments.text("what"))));
            }),
            Call.of("thing/wait", "Waits", List.of(), (caller, arguments) -> {
                CompletableFuture<Reply> reply = new CompletableFuture<>();
                held.add(reply);
                return reply;
            }),
            Call.of("thing/refuse", "Refuses", List.of(), (caller, arguments) -> {
                throw new RefusalException(reason, "since it must");
            }),
            Call.of(
                    "thing/long",
                    "Says much",
                    List.of(),
                    (caller, arguments) -> CompletableFuture.completedStage(
                            Reply.of(json -> json.writeStringField("much", "x".repeat(8 * 1024 * 1024)))))));

    private final HttpServer server = serve(HttpApi.BODY_PATIENCE);
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token = token(ALICE);

    @AfterEach
    void stop() {
        held.forEach(reply -> reply.complete(Reply.NOTHING));
        server.close();
    }

    private HttpServer serve(Duration bodyPatience) {
        Api api = new Api(
                calls, new ApiSettings(UNDER_WAY_MAX, Duration.ofSeconds(10)), System::nanoTime, ApiObserver.NONE);
        TokenGate gate = new TokenGate(storage.tokens(), System::nanoTime, Clock.systemUTC());
        return HttpServer.start(
                new HttpSettings("127.0.0.1", 0),
                new OperatorRoutes(() -> "", List.of(), List.of()),
                new HttpApi(api, gate, () -> storeFault, () -> MADE, bodyPatience, statuses::add),
                GuestHandlerTest.nobody());
    }

    private String token(UserName user) {
        storage.accounts()
                .create(new Account(user, "$argon2id$", 1))
                .toCompletableFuture()
                .join();
        return tokens.issue(user, "").toCompletableFuture().join().orElseThrow().secret();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpRequest.Builder call(String name, String body) {
        return to("/api/" + name)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (Exception noJson) {
            throw new AssertionError(text, noJson);
        }
    }

    private static JsonNode problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer.body());
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("type").textValue()).isNotEmpty();
        assertThat(problem.get("detail").textValue()).isNotEmpty();
        return problem;
    }

    @Test
    void should_run_a_call_as_the_user_whose_token_it_is() throws Exception {
        HttpResponse<String> answer = send(call("thing/do", "{\"what\":\"hé\"}").header("Idempotency-Key", KEY));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Idempotency-Key")).contains(KEY);
        assertThat(json(answer.body())).isEqualTo(json("{\"did\":\"hé\"}"));
        assertThat(callers).containsExactly(new Caller(ALICE, null, MessageId.parse(KEY)));
        assertThat(statuses).containsExactly(200);
    }

    @Test
    void should_make_a_request_id_and_tell_it() throws Exception {
        HttpResponse<String> answer = send(call("thing/do", "{\"what\":\"x\"}"));
        assertThat(answer.headers().firstValue("Idempotency-Key")).contains(MADE.toString());
        assertThat(callers).containsExactly(new Caller(ALICE, null, MADE));
    }

    @Test
    void should_take_an_idempotency_key_in_quotes_and_refuse_one_that_is_none() throws Exception {
        assertThat(send(call("thing/do", "{\"what\":\"x\"}").header("Idempotency-Key", "\"" + KEY + "\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(callers).containsExactly(new Caller(ALICE, null, MessageId.parse(KEY)));
        for (String bad : List.of("1", "1-1-1-1-1", KEY + "0", "z" + KEY.substring(1), "\"" + KEY)) {
            HttpResponse<String> answer =
                    send(call("thing/do", "{\"what\":\"x\"}").header("Idempotency-Key", bad));
            assertThat(problem(answer, 400).get("title").textValue()).as(bad).isEqualTo("bad-id");
        }
        assertThat(callers).hasSize(1);
    }

    @Test
    void should_say_what_is_wrong_with_a_body() throws Exception {
        JsonNode problem = problem(send(call("thing/do", "{\"waht\":\"x\"}")), 400);
        assertThat(problem.get("title").textValue()).isEqualTo("malformed");
        assertThat(problem.get("type").textValue()).isEqualTo("urn:parley:malformed");
        assertThat(problem.get("detail").textValue()).contains("waht", "what");
        assertThat(callers).isEmpty();
    }

    @Test
    void should_ask_for_a_token() throws Exception {
        HttpResponse<String> none = send(to("/api/thing/do").POST(HttpRequest.BodyPublishers.ofString("{}")));
        problem(none, 401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"parley\"");
        for (String wrong : List.of("Bearer", "Bearer ", "Basic " + token, "Bearer " + token + "x", token)) {
            problem(
                    send(to("/api/thing/do")
                            .header("Authorization", wrong)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"what\":\"x\"}"))),
                    401);
        }
        assertThat(callers).isEmpty();
    }

    @Test
    void should_slow_down_who_tries_tokens() throws Exception {
        int status = 401;
        for (int i = 0; i < 100 && status == 401; i++) {
            HttpResponse<String> answer = send(to("/api/thing/do")
                    .header("Authorization", "Bearer parley_" + "A".repeat(40) + (char) ('A' + i % 26) + (i / 26) + "A")
                    .POST(HttpRequest.BodyPublishers.noBody()));
            status = answer.statusCode();
            if (status == 429) {
                problem(answer, 429);
                assertThat(answer.headers().firstValue("Retry-After")).contains("60");
            }
        }
        assertThat(status).isEqualTo(429);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void should_answer_every_reason_with_a_status_and_say_when_to_come_again(Reason each) throws Exception {
        reason = each;
        HttpResponse<String> answer = send(call("thing/refuse", ""));
        assertThat(answer.statusCode()).isBetween(400, 504).isNotIn(401, 500);
        JsonNode problem = problem(answer, answer.statusCode());
        assertThat(problem.get("title").textValue()).isEqualTo(each.code());
        assertThat(problem.get("detail").textValue()).isEqualTo("since it must");
        if (each.retryable()) {
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void should_not_find_what_is_not_there() throws Exception {
        assertThat(problem(send(call("thing/undo", "{}")), 404).get("title").textValue())
                .isEqualTo("not-found");
        assertThat(send(to("/apis")).statusCode()).isEqualTo(404);
        HttpResponse<String> get = send(to("/api/thing/do"));
        problem(get, 405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void should_refuse_a_body_that_is_too_large_said_or_not() throws Exception {
        String large = "{\"what\":\"x\"}" + " ".repeat(Call.BODY_BYTES_MAX);
        assertThat(problem(send(call("thing/do", large)), 413).get("title").textValue())
                .isEqualTo("too-large");
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)));
        problem(send(call("thing/do", "").POST(chunked)), 413);
        HttpRequest.BodyPublisher fits =
                HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                        large.substring(0, Call.BODY_BYTES_MAX).getBytes(StandardCharsets.UTF_8)));
        assertThat(send(call("thing/do", "").POST(fits)).statusCode()).isEqualTo(200);
        assertThat(callers).hasSize(1);
    }

    @Test
    void should_not_guess_at_a_compressed_body() throws Exception {
        problem(send(call("thing/do", "{\"what\":\"x\"}").header("Content-Encoding", "gzip")), 415);
        assertThat(callers).isEmpty();
    }

    @Test
    void should_refuse_while_the_store_is_away() throws Exception {
        storeFault = Optional.of("no node answers");
        HttpResponse<String> answer = send(call("thing/do", "{\"what\":\"x\"}"));
        assertThat(problem(answer, 503).get("title").textValue()).isEqualTo("busy");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(callers).isEmpty();
    }

    @Test
    void should_bound_what_one_user_has_under_way_and_nobody_elses() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < UNDER_WAY_MAX; i++) {
            waiting.add(client.sendAsync(call("thing/wait", "").build(), HttpResponse.BodyHandlers.ofString()));
        }
        await().until(() -> held.size() == UNDER_WAY_MAX);
        HttpResponse<String> refused = send(call("thing/do", "{\"what\":\"x\"}"));
        assertThat(problem(refused, 429).get("title").textValue()).isEqualTo("busy");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        String bobs = token(new UserName("bob"));
        assertThat(send(call("thing/do", "{\"what\":\"x\"}").setHeader("Authorization", "Bearer " + bobs))
                        .statusCode())
                .isEqualTo(200);
        held.forEach(reply -> reply.complete(Reply.NOTHING));
        for (CompletableFuture<HttpResponse<String>> each : waiting) {
            assertThat(each.join().body()).isEqualTo("{}");
        }
        await().until(() -> send(call("thing/do", "{\"what\":\"x\"}")).statusCode() == 200);
    }

    /** More connections than the server has threads, each waiting for a call, for a body, or for its client to read. */
    @Test
    void should_hold_no_thread_for_those_who_wait() throws Exception {
        List<Socket> slow = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        try {
            for (int user = 0; user < 10; user++) {
                String theirs = "Bearer " + token(new UserName("user" + user));
                String head = "Host: x\r\nAuthorization: " + theirs + "\r\nContent-Length: ";
                slow.add(open("POST /api/thing/do HTTP/1.1\r\n" + head + "14\r\n\r\n{\"what\""));
                slow.add(open("POST /api/thing/long HTTP/1.1\r\n" + head + "0\r\n\r\n"));
                waiting.add(client.sendAsync(
                        call("thing/wait", "")
                                .setHeader("Authorization", theirs)
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
            }
            await().until(() -> held.size() == 10);
            assertThat(send(call("thing/do", "{\"what\":\"x\"}")).statusCode()).isEqualTo(200);
            assertThat(send(to("/health/live")).statusCode()).isEqualTo(200);
            held.forEach(reply -> reply.complete(Reply.NOTHING));
            assertThat(waiting).allMatch(each -> each.join().statusCode() == 200);
            Socket first = slow.get(0);
            first.getOutputStream().write(":\"now\"}".getBytes(StandardCharsets.US_ASCII));
            assertThat(line(first.getInputStream())).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void should_give_back_the_place_of_a_client_that_is_gone() throws Exception {
        String head = "Host: x\r\nAuthorization: Bearer " + token + "\r\nContent-Length: ";
        for (int i = 0; i < UNDER_WAY_MAX; i++) {
            open("POST /api/thing/do HTTP/1.1\r\n" + head + "100\r\n\r\n{\"what\"")
                    .close();
        }
        await().until(() -> send(call("thing/do", "{\"what\":\"x\"}")).statusCode() == 200);
        assertThat(callers).hasSize(1);
    }

    @Test
    void should_not_wait_for_a_body_for_ever() throws Exception {
        String request = "POST /api/thing/do HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: 100\r\n\r\n{\"what\"";
        try (HttpServer impatient = serve(Duration.ofMillis(1));
                Socket socket = open(impatient, request)) {
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 408");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as("up to the end of the connection")
                    .contains("application/problem+json");
        }
        assertThat(callers).isEmpty();
    }

    private Socket open(String request) throws Exception {
        return open(server, request);
    }

    private static Socket open(HttpServer server, String request) throws Exception {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String line(InputStream in) throws Exception {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thing/do", "thing/wait", "thing/refuse", "thing/long"})
    void should_describe_its_calls_to_anybody(String name) throws Exception {
        HttpResponse<String> answer = send(to("/api/openapi.json"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer.body()).get("paths").has("/api/" + name)).isTrue();
        problem(send(to("/api/openapi.json").DELETE()), 405);
    }
}
