package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls over HTTP, from making a token to revoking it. */
@ExtendWith(SharedServer.class)
class HttpApiIT {
    private static final Duration NOTICE = Duration.ofSeconds(30);

    private static Run run(SharedServer.Server server, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("user", "token", "--data"));
        argv.add(server.place().data().toString());
        argv.addAll(List.of(arguments));
        return server.place().run(argv);
    }

    /** A new token of the user. */
    static String token(SharedServer.Server server, String user) {
        Run made = run(server, user);
        assertThat(made.exitCode()).as(made.err()).isZero();
        return secretIn(made);
    }

    private static String secretIn(Run made) {
        return made.out()
                .lines()
                .filter(line -> line.startsWith("token: "))
                .map(line -> line.substring("token: ".length()))
                .findFirst()
                .orElseThrow();
    }

    static HttpResponse<String> call(SharedServer.Server server, String name, String token) {
        return call(server, name, token, UUID.randomUUID(), "{}");
    }

    static HttpResponse<String> call(SharedServer.Server server, String name, String token, UUID key, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.place().http() + "/api/" + name))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key.toString())
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** One story, since each command costs seconds. A name that is no call is found out only after the token was right. */
    @Test
    void should_let_in_who_has_a_token_until_it_is_revoked(SharedServer.Server server) throws Exception {
        String alice = server.user("alice");
        Run made = run(server, alice, "--label", "the build");
        assertThat(made.exitCode()).as(made.err()).isZero();
        String secret = secretIn(made);
        assertThat(call(server, "no-such/call", secret).statusCode()).isEqualTo(404);
        doesOnceWhatIsAskedTwice(server, secret, "climbers-of-" + alice);
        assertThat(call(server, "no-such/call", secret.substring(0, 49) + "_").statusCode())
                .isEqualTo(401);

        Run listed = run(server, alice, "--list");
        assertThat(listed.out()).contains("the build").contains("used about").doesNotContain(secret);
        String id = listed.out().substring(0, 12);

        assertThat(run(server, alice, "--revoke", "000000000000").exitCode()).isEqualTo(6);
        assertThat(run(server, alice, "--revoke", id).exitCode()).isZero();
        Waiting.until(
                "the token has ended",
                NOTICE,
                () -> call(server, "no-such/call", secret).statusCode() == 401);
        assertThat(run(server, alice, "--list").out()).isEmpty();
        assertThat(logs(server)).doesNotContain(secret).doesNotContain(secret.substring(7));
    }

    private static void doesOnceWhatIsAskedTwice(SharedServer.Server server, String secret, String group) {
        UUID key = UUID.randomUUID();
        String body = "{\"group\":\"" + group + "\",\"title\":\"Climbers\"}";
        HttpResponse<String> first = call(server, "group/create", secret, key, body);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.body())
                .contains("\"status\":\"accepted\"")
                .contains("\"conversation\":\"group/" + group + "\"");
        HttpResponse<String> again = call(server, "group/create", secret, key, body);
        assertThat(again.body()).isEqualTo(first.body().replace("accepted", "duplicate"));
        assertThat(call(server, "group/list", secret).body()).contains(group);
        HttpResponse<String> malformed = call(server, "group/get", secret);
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(malformed.body()).contains("\"title\":\"malformed\"").contains("group is missing");
    }

    private static String logs(SharedServer.Server server) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(server.place().data().resolve("broker-1/logs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(all).isNotEmpty();
        return all.toString();
    }

    @Test
    void should_make_no_token_for_nobody(SharedServer.Server server) {
        assertThat(run(server, "nobody-at-all").exitCode()).isEqualTo(6);
        assertThat(run(server, "Alice").exitCode()).isEqualTo(2);
        assertThat(run(server, "alice", "--list", "--revoke", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void should_describe_its_calls_to_anybody(SharedServer.Server server) {
        assertThat(server.up().body("/api/openapi.json")).contains("\"openapi\":\"3.1.0\"");
    }
}
