package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import io.parley.protocol.batch.Batches;
import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ConnectionState.Phase;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.SendOptions;
import io.parley.sdk.SentMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches over a socket, both ways: the whole client, Paho included. */
@Timeout(60)
class ClientBatchTest extends ScriptedServer {
    private ClientBuilder alice() {
        return phone().store(folder).newestOnly(0);
    }

    /** So that all of them are ready at the moment of the next connection. */
    private void sendWithoutNetwork(int count) throws Exception {
        broker.close();
        try (ParleyClient client = alice().open()) {
            SentMessage last = null;
            for (int i = 0; i < count; i++) {
                last = client.send("bob", Content.ofText("m" + i), SendOptions.TEXT);
            }
            last.queued().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        startBroker();
    }

    private List<String> accepted() {
        synchronized (broker) {
            return broker.model.log(BOB).entries.stream()
                    .filter(it -> it.from().equals(ALICE))
                    .map(it -> it.content().asText())
                    .toList();
        }
    }

    private static List<String> numbers(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(it -> prefix + it).toList();
    }

    @Test
    void should_send_a_full_outbox_in_few_packets_in_order() throws Exception {
        sendWithoutNetwork(200);
        try (ParleyClient client = alice().open()) {
            await().atMost(SOON).until(() -> client.waiting().isEmpty());
        }
        assertThat(accepted()).isEqualTo(numbers("m", 200));
        assertThat(broker.submitted).containsExactly(64, 64, 64, 8);
    }

    @Test
    void should_hand_the_messages_of_a_batch_one_by_one_in_order() throws Exception {
        for (String text : numbers("b", 300)) {
            bobSays(text);
        }
        List<String> got = new CopyOnWriteArrayList<>();
        try (ParleyClient client =
                alice().onMessage(it -> got.add(it.seq() + " " + it.text())).open()) {
            await().atMost(SOON).until(() -> broker.received.getOrDefault("chat/bob", 0L) == 300);
            assertThat(client.history("bob", 1, 300)).hasSize(300);
        }
        assertThat(got)
                .isEqualTo(IntStream.range(0, 300)
                        .mapToObj(it -> it + 1 + " b" + it)
                        .toList());
        assertThat(broker.delivered).contains(64);
    }

    @Test
    void should_survive_a_batch_that_cannot_be_read() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        List<ConnectionState> states = new CopyOnWriteArrayList<>();
        try (ParleyClient client =
                alice().onMessage(it -> got.add(it.text())).onState(states::add).open()) {
            client.online().toCompletableFuture().get(20, TimeUnit.SECONDS);
            broker.sendBatch(new byte[] {1, 2, 3});
            broker.sendBatch(new byte[0]);
            bobSays("still there?");
            await().atMost(SOON).until(() -> got.contains("still there?"));
            client.send("bob", "yes").accepted().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        assertThat(states).noneMatch(it -> it.phase() == Phase.WAITING);
    }

    /** The packet was refused, not its messages: only an answer by id can be true. */
    @Test
    void should_send_one_by_one_what_a_refused_batch_leaves_open() throws Exception {
        sendWithoutNetwork(5);
        broker.batchRefusal = Reason.MALFORMED;
        try (ParleyClient client = alice().open()) {
            await().atMost(SOON).until(() -> client.waiting().isEmpty());
        }
        assertThat(accepted()).isEqualTo(numbers("m", 5));
        assertThat(broker.submitted).containsExactly(-1, 1, 1, 1, 1, 1);
    }

    @Test
    void should_send_a_batch_again_that_was_refused_for_now() throws Exception {
        sendWithoutNetwork(5);
        broker.batchRefusal = Reason.BUSY;
        try (ParleyClient client = alice().open()) {
            await().atMost(SOON).until(() -> broker.submitted.size() >= 2);
            broker.batchRefusal = null;
            await().atMost(SOON).until(() -> client.waiting().isEmpty());
        }
        assertThat(accepted()).isEqualTo(numbers("m", 5));
        assertThat(broker.submitted).endsWith(-1, 5);
    }

    @Test
    void should_refuse_the_content_type_of_batches_from_the_application() {
        assertThatThrownBy(() -> SendOptions.DEFAULT.contentType(Batches.CONTENT_TYPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Batches.CONTENT_TYPE);
    }
}
