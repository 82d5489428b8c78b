package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.protocol.Reason;
import io.parley.protocol.json.Problem;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.ConnectionState.Phase;
import io.parley.sdk.ParleyClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over a socket. */
@Timeout(60)
class ClientCallTest extends ScriptedServer {
    private static String get(CompletionStage<String> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void should_bring_the_answer() throws Exception {
        broker.api =
                request -> TestBroker.Answer.of("{\"call\":\"" + request.call() + "\",\"was\":" + request.json() + "}");
        try (ParleyClient client = phone().inMemory().open()) {
            assertThat(get(client.call("profile/get", "{\"user\":\"bob\"}")))
                    .isEqualTo("{\"call\":\"profile/get\",\"was\":{\"user\":\"bob\"}}");
        }
    }

    @Test
    void should_tell_why_it_was_refused() {
        broker.api = request -> TestBroker.Answer.of(new Problem(Reason.LIMIT_REACHED, "1001 members, at most 1000"));
        try (ParleyClient client = phone().inMemory().open()) {
            assertThatThrownBy(() -> get(client.call("group/add", "{}")))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(CallFailedException.class, it -> {
                        assertThat(it.reason()).isEqualTo(Optional.of(Reason.LIMIT_REACHED));
                        assertThat(it.detail()).isEqualTo("1001 members, at most 1000");
                        assertThat(it).hasMessageContaining("group/add");
                    });
        }
    }

    @Test
    void should_repeat_the_same_request_over_the_next_connection() throws Exception {
        broker.api = request -> null;
        try (ParleyClient client = phone().inMemory().open()) {
            CompletableFuture<String> answer = client.call("group/create", "{}").toCompletableFuture();
            await().atMost(SOON).until(() -> broker.requests.size() == 1);
            broker.api = request -> TestBroker.Answer.of("{\"status\":\"accepted\"}");
            broker.cut();
            assertThat(get(answer)).isEqualTo("{\"status\":\"accepted\"}");
        }
        assertThat(broker.requests).hasSize(2);
        assertThat(broker.requests.get(1)).isEqualTo(broker.requests.get(0));
    }

    @Test
    void should_not_leave_anybody_waiting() {
        broker.api = request -> null;
        ParleyClient client = phone().inMemory().open();
        CompletableFuture<String> open = client.call("group/list", "{}").toCompletableFuture();
        assertThatThrownBy(() -> get(client.call("group/list", "{}", Duration.ofMillis(200))))
                .hasRootCauseInstanceOf(CallFailedException.class)
                .hasMessageContaining(CallFailedException.TIMEOUT);
        client.close();
        CompletableFuture<String> late = client.call("group/list", "{}").toCompletableFuture();
        for (CompletableFuture<String> each : List.of(open, late)) {
            assertThatThrownBy(() -> get(each)).hasMessageContaining(CallFailedException.CLOSED);
        }
    }

    @Test
    void should_bound_how_many_wait() throws Exception {
        broker.close();
        try (ParleyClient client = phone().inMemory().open()) {
            await().atMost(SOON).until(() -> client.state().phase() == Phase.WAITING);
            for (int i = 0; i < CallHandles.CALLS_MAX; i++) {
                client.call("group/list", "{}").exceptionally(e -> "");
            }
            assertThatThrownBy(() -> get(client.call("group/list", "{}")))
                    .hasMessageContaining(CallFailedException.TOO_MANY);
        }
    }

    @Test
    void should_refuse_what_is_no_call() {
        try (ParleyClient client = phone().inMemory().open()) {
            for (String call : new String[] {"", "sync", "Group/create", "group/#", "../receipt"}) {
                assertThatThrownBy(() -> client.call(call, "{}").exceptionally(e -> ""))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            String large = "{\"x\":\"" + "x".repeat(CallHandles.BODY_BYTES_MAX) + "\"}";
            assertThatThrownBy(() -> client.call("group/list", large).exceptionally(e -> ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
