package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ConnectionState.Phase;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SentMessage;
import io.parley.sdk.SignInRefusedException;
import io.parley.sdk.StoreException;
import io.parley.sdk.StoreInUseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole client, Paho included, against a scripted server on a socket. */
@Timeout(60)
class ClientTest extends ScriptedServer {
    private ClientBuilder alice() {
        return phone().inMemory().newestOnly(0);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void should_tell_every_step_of_a_message() throws Exception {
        List<Stage> stages = new CopyOnWriteArrayList<>();
        try (ParleyClient client = alice().connect().get(20, TimeUnit.SECONDS)) {
            SentMessage message = client.send("bob", "hello");
            message.onStatus(status -> stages.add(status.stage()));
            assertThat(message.accepted().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(1L);
            broker.peerReceived(BOB, 1);
            message.read().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(client.status(message.id()).orElseThrow().stage()).isEqualTo(Stage.READ);
            // listeners run on a thread of their own, and may hear of it after the future's
            await().atMost(SOON).until(() -> stages.contains(Stage.READ));
        }
        assertThat(stages).endsWith(Stage.ACCEPTED, Stage.RECEIVED, Stage.READ).isSorted();
    }

    @Test
    void should_send_later_what_was_sent_without_a_network() throws Exception {
        String uri = broker.uri();
        broker.close();
        try (ParleyClient client = alice().server(uri).store(folder).open()) {
            client.send("bob", "one").queued().toCompletableFuture().get(20, TimeUnit.SECONDS);
            await().atMost(SOON).until(() -> client.state().phase() == Phase.WAITING);
        }
        startBroker();
        try (ParleyClient client = alice().store(folder).open()) {
            assertThat(client.waiting()).hasSize(1);
            client.waiting().get(0).accepted().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(client.history("bob", -10, 10))
                    .extracting(it -> it.text())
                    .containsExactly("one");
        }
    }

    @Test
    void should_keep_order_through_cut_connections() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        try (ParleyClient client =
                alice().store(folder).onMessage(it -> got.add(it.text())).open()) {
            List<SentMessage> sent = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sent.add(client.send("bob", "m" + i));
                bobSays("" + i);
                if (i % 100 == 50) {
                    await().atMost(SOON).until(() -> client.state().phase() == Phase.ONLINE);
                    broker.cut();
                }
            }
            for (SentMessage message : sent) {
                message.accepted().toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
            await().atMost(SOON).until(() -> got.size() >= 500);
            assertThat(got).isEqualTo(numbers(500));
            assertThat(broker.model.log(BOB).entries.stream()
                            .filter(it -> it.from().equals(ALICE))
                            .map(it -> it.content().asText()))
                    .isEqualTo(numbers(500).stream().map(it -> "m" + it).toList());
        }
    }

    @Test
    void should_page_through_what_waited() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            bobSays("" + i);
        }
        List<String> got = new CopyOnWriteArrayList<>();
        try (ParleyClient client =
                alice().store(folder).onMessage(it -> got.add(it.text())).open()) {
            client.online().toCompletableFuture().get(30, TimeUnit.SECONDS);
            await().atMost(SOON).until(() -> got.size() >= 1_000);
            assertThat(got).isEqualTo(numbers(1_000));
            await().atMost(SOON).until(() -> broker.received.getOrDefault("chat/bob", 0L) == 1_000);
        }
    }

    @Test
    void should_hand_again_what_the_handler_threw_on_before_anything_later() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        try (ParleyClient client = alice().onMessage(it -> {
                    if (it.text().equals("1") && !it.repeated()) {
                        throw new IllegalStateException("not now");
                    }
                    got.add(it.text());
                })
                .onHandlerFailure(it -> failures.incrementAndGet())
                .connect()
                .get(20, TimeUnit.SECONDS)) {
            for (String text : numbers(5)) {
                bobSays(text);
            }
            await().atMost(SOON).until(() -> got.size() >= 5);
            assertThat(got).isEqualTo(numbers(5));
            assertThat(failures).hasValue(1);
            assertThat(client.state().phase()).isEqualTo(Phase.ONLINE);
        }
    }

    @Test
    void should_say_received_only_when_told_to() throws Exception {
        List<ReceivedMessage> got = new CopyOnWriteArrayList<>();
        try (ParleyClient client = alice().store(folder)
                .receipts(ReceiptMode.MANUAL)
                .onMessage(got::add)
                .open()) {
            client.online().toCompletableFuture().get(20, TimeUnit.SECONDS);
            bobSays("0");
            bobSays("1");
            await().atMost(SOON).until(() -> got.size() == 2);
            got.get(0).received();
            await().atMost(SOON).until(() -> broker.received.getOrDefault("chat/bob", 0L) == 1);
        }
        got.clear();
        try (ParleyClient client = alice().store(folder)
                .receipts(ReceiptMode.MANUAL)
                .onMessage(got::add)
                .open()) {
            await().atMost(SOON).until(() -> got.size() == 1);
            assertThat(got.get(0).seq()).isEqualTo(2);
            assertThat(got.get(0).repeated()).isTrue();
            assertThat(client.state().isFinal()).isFalse();
        }
    }

    @Test
    void should_refuse_a_wrong_password_for_good() {
        List<ConnectionState> states = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> alice().store(folder)
                        .password("wrong")
                        .onState(states::add)
                        .connect()
                        .get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SignInRefusedException.class)
                .hasMessageContaining("wrong user name or password");
        await().atMost(SOON).untilAsserted(() -> alice().store(folder).open().close());
        assertThat(states).anyMatch(it -> it.phase() == Phase.REFUSED);
    }

    @Test
    void should_not_share_a_store() {
        try (ParleyClient client = alice().store(folder).open()) {
            assertThatThrownBy(() -> alice().store(folder).open())
                    .isInstanceOf(StoreInUseException.class)
                    .hasMessageContaining(folder.toString());
            assertThat(client.endpoint().clientId()).isEqualTo("phone");
        }
        assertThatThrownBy(() -> alice().endpoint("laptop").store(folder).open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("belongs to alice/phone");
    }

    @Test
    void should_respect_the_servers_receive_maximum() throws Exception {
        broker.receiveMaximum = 3;
        try (ParleyClient client = alice().connect().get(20, TimeUnit.SECONDS)) {
            List<SentMessage> sent = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                sent.add(client.send("bob", "m" + i));
            }
            for (SentMessage message : sent) {
                message.accepted().toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void should_let_a_handler_wait_for_its_own_answer() throws Exception {
        List<Long> seqs = new CopyOnWriteArrayList<>();
        ParleyClient[] self = new ParleyClient[1];
        try (ParleyClient client = alice().onMessage(it -> seqs.add(self[0].send("bob", "re " + it.text())
                        .accepted()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)))
                .connect()
                .get(20, TimeUnit.SECONDS)) {
            self[0] = client;
            bobSays("0");
            await().atMost(SOON).until(() -> seqs.size() == 1);
        }
    }

    @Test
    void should_name_everything_that_is_missing() {
        assertThatThrownBy(() -> ParleyClient.builder().server("http://x").open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("server")
                .hasMessageContaining("user")
                .hasMessageContaining("password")
                .hasMessageContaining("endpoint")
                .hasMessageContaining("inMemory");
    }
}
