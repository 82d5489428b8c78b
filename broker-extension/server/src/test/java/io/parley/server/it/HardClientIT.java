package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that guess, that never read, that never answer, that send what no client should: nobody else may notice. */
@ExtendWith(SharedServer.class)
class HardClientIT {
    /** More than sockets, HiveMQ's queue and an endpoint's window hold together. */
    private static final int FLOOD_MESSAGES = 1_500;

    private static final int FLOOD_BYTES = 8 * 1024;
    private static final int GUESSES = 1_000;
    private static final int GUESSES_AT_ONCE = 500;

    private static byte[] numbered(int number) {
        byte[] content = new byte[FLOOD_BYTES];
        byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, content, 0, text.length);
        return content;
    }

    private static String number(Mqtt5Publish message) {
        return Peer.text(message).replace("\0", "");
    }

    private static void flood(Peer sender, String to) {
        for (int number = 1; number <= FLOOD_MESSAGES; number++) {
            assertThat(sender.publish("chat/" + to, numbered(number), publish -> publish)
                            .code())
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        }
    }

    private static void talk(String from, Peer sender, String to, Peer receiver) {
        sender.publish("chat/" + to, "still there?");
        assertThat(Peer.text(receiver.next("/chat/" + from))).isEqualTo("still there?");
    }

    /** Whoever was let in lately, and whoever is not the one that is guessed at. */
    @Test
    void should_let_others_in_and_nobody_else_while_a_thousand_passwords_are_guessed(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        int port = server.place().mqtt();
        try (Peer before = Peer.connect(alice, "phone-" + alice, port)) {
            assertThat(before.isConnected()).isTrue();
        }
        List<CompletableFuture<Mqtt5ConnAck>> guesses = new ArrayList<>();
        List<Throwable> refusals = new ArrayList<>();
        for (int i = 0; i < GUESSES; i++) {
            guesses.add(Peer.attempt(alice, "guess-" + i, "guesser-" + i, port, connect -> connect));
            if (guesses.size() == GUESSES_AT_ONCE) {
                if (i == GUESSES / 2 - 1) {
                    try (Peer sender =
                                    Peer.connect(alice, "phone-" + alice, port).listen();
                            Peer receiver =
                                    Peer.connect(bob, "phone-" + bob, port).listen()) {
                        talk(alice, sender, bob, receiver);
                    }
                }
                guesses.forEach(guess -> refusals.add(
                        guess.handle((ack, failure) -> Peer.unwrap(failure)).join()));
                guesses.clear();
            }
        }
        assertThat(refusals).hasSize(GUESSES).allMatch(Mqtt5ConnAckException.class::isInstance);
        try (Peer sender = Peer.connect(alice, "phone-" + alice, port).listen();
                Peer receiver = Peer.connect(bob, "phone-" + bob, port).listen()) {
            talk(alice, sender, bob, receiver);
        }
    }

    @Test
    void should_not_mind_a_client_that_never_reads_and_keep_everything_for_it(SharedServer.Server server)
            throws IOException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String carol = server.user("carol");
        int port = server.place().mqtt();
        try (Peer sender = Peer.connect(alice, alice, port).listen();
                Peer other = Peer.connect(carol, carol, port).listen();
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(new InetSocketAddress("127.0.0.1", port));
            deaf.getOutputStream().write(RawConnect.plain(bob, bob + "-secret"));
            new DataInputStream(deaf.getInputStream()).readFully(new byte[4]);
            deaf.getOutputStream().write(RawConnect.subscribe("inbox/" + bob + "/#"));
            flood(sender, bob);
            talk(alice, sender, carol, other);
        }
        try (Peer back = Peer.connect(bob, bob, port).listen()) {
            List<String> got = new ArrayList<>();
            while (got.size() < FLOOD_MESSAGES) {
                Mqtt5Publish message = back.next("/chat/" + alice);
                if (Peer.property(message, "resend").isEmpty()) {
                    got.add(number(message));
                }
            }
            assertThat(got)
                    .isEqualTo(IntStream.rangeClosed(1, FLOOD_MESSAGES)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.toList()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"received\":{\"chat/{peer}\":9223372036854775807}}",
                "{\"received\":{\"chat/nobody-x\":7}}",
                "{\"received\":{\"chat/{peer}\":-5}}",
                "{\"limit\":0}",
                "{\"limit\":1000000}",
                "{\"limit\":\"many\"}",
                "{\"received\":[1]}",
                "sync",
                ""
            })
    void should_answer_every_sync_and_go_on(String request, SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = Peer.connect(bob, bob, server.place().mqtt());
                Peer peer = Peer.connect(
                                alice,
                                alice,
                                server.place().mqtt(),
                                connect -> connect.userProperties()
                                        .add("parley", "1")
                                        .applyUserProperties())
                        .listen()) {
            sender.publish("chat/" + alice, "one");
            peer.publish("api/sync", request.replace("{peer}", bob));
            assertThat(Peer.text(peer.next("/reply"))).startsWith("{");
            peer.publish("api/sync", "{}");
            assertThat(Peer.text(peer.next("/chat/" + bob))).isEqualTo("one");
        }
    }

    @Test
    void should_refuse_a_receipt_of_ten_thousand_conversations(SharedServer.Server server) {
        String alice = server.user("alice");
        String entries = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"chat/u" + i + "\":1")
                .collect(Collectors.joining(","));
        try (Peer peer = Peer.connect(alice, alice, server.place().mqtt()).listen()) {
            Peer.Puback refused = peer.publish("receipt", "{\"received\":{" + entries + "}}");
            assertThat(refused.code().isError()).isTrue();
            assertThat(refused.reason()).isPresent();
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void should_refuse_names_that_are_no_names_and_keep_the_connection(SharedServer.Server server) {
        String alice = server.user("alice");
        try (Peer peer = Peer.connect(alice, alice, server.place().mqtt())) {
            for (String name : Arrays.asList(
                    "", "a/b", "Alice", "ünïcode", "a b", "$SYS", "-x", "n".repeat(65), "n".repeat(300))) {
                Peer.Puback refused = peer.publish("chat/" + name, "x");
                assertThat(refused.code()).as("chat/%s", name).isEqualTo(Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID);
                assertThat(refused.reason()).isPresent();
            }
            assertThat(peer.isConnected()).isTrue();
            assertThat(peer.publish("chat/" + alice, "fine").code()).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        }
    }

    /** MQTT forbids wildcards, control characters and broken UTF-8 in a topic, so the broker itself ends such a connection; only that one. */
    @Test
    void should_end_only_the_connection_that_breaks_the_protocol(SharedServer.Server server) throws IOException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        int port = server.place().mqtt();
        try (Peer sender = Peer.connect(alice, alice, port).listen();
                Peer receiver = Peer.connect(bob, "second-" + bob, port).listen()) {
            for (byte[] topic : List.of(
                    "chat/+".getBytes(StandardCharsets.UTF_8),
                    "chat/#".getBytes(StandardCharsets.UTF_8),
                    "chat/a\0b".getBytes(StandardCharsets.UTF_8),
                    "chat/a\u007Fb".getBytes(StandardCharsets.UTF_8),
                    new byte[] {'c', 'h', 'a', 't', '/', (byte) 0xC3, (byte) 0x28})) {
                try (Socket rude = new Socket("127.0.0.1", port)) {
                    rude.setSoTimeout((int) Peer.PATIENCE.toMillis());
                    rude.getOutputStream().write(RawConnect.plain(bob, bob + "-secret"));
                    DataInputStream in = new DataInputStream(rude.getInputStream());
                    in.readFully(new byte[4]);
                    rude.getOutputStream().write(RawConnect.publish(topic, "x"));
                    assertThat(in.read()).as("end of the stream").isEqualTo(-1);
                }
            }
            talk(alice, sender, bob, receiver);
        }
    }
}
