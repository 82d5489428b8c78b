package io.parley.sdk.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.Output;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Outgoing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fear: a message means something else in a batch than it does alone. */
class WireTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);

    private final Wire wire = new Wire(ALICE);

    private static MessageId id(int number) {
        return new MessageId(1, number);
    }

    private static Delivery batch(byte[] payload) {
        return new Delivery("inbox/alice/chat/bob", payload, null, Batches.CONTENT_TYPE, Map.of());
    }

    private static Output.PublishMessage message(int number, @Nullable String contentType, long expirySeconds) {
        Outgoing message = new Outgoing(id(number), CHAT, contentType, Content.ofText("m" + number), 1, 0, false);
        return new Output.PublishMessage(message, id(number - 1), expirySeconds);
    }

    @Test
    void should_write_a_batch_as_its_messages_would_have_been() throws Exception {
        Packet packet =
                wire.encode(new Output.PublishBatch(7, List.of(message(1, "text/plain", 60), message(2, null, -1))));
        assertThat(packet.topic()).isEqualTo("chat/bob");
        assertThat(packet.contentType()).isEqualTo(Batches.CONTENT_TYPE);
        assertThat(packet.correlation()).isNull();
        assertThat(packet.responseTopic())
                .isEqualTo(wire.encode(message(1, null, -1)).responseTopic());
        assertThat(packet.after()).isEqualTo(id(0));
        assertThat(packet.expirySeconds()).isEqualTo(-1);
        assertThat(packet.token()).isEqualTo(7);
        assertThat(Batches.readSubmitted(ByteBuffer.wrap(packet.payload()), 64))
                .containsExactly(
                        new SubmittedMessage(id(1), 60, "text/plain", Content.ofText("m1")),
                        new SubmittedMessage(id(2), 0, "", Content.ofText("m2")));
    }

    @Test
    void should_read_a_batch_as_messages_that_came_one_by_one() throws Exception {
        byte[] payload = Batches.writeDelivered(List.of(
                new DeliveredMessage(41, id(1), BOB, 1_000, 0, 0, false, "text/plain", Content.ofText("hello")),
                new DeliveredMessage(42, id(2), ALICE, 1_001, 60, 2, false, "", Content.ofText("again")),
                new DeliveredMessage(43, id(3), BOB, 1_002, 0, 0, true, "", Content.EMPTY)));
        assertThat(wire.decode(batch(payload), 0))
                .containsExactly(
                        new Input.Arrived(new Incoming(
                                CHAT, 41, id(1), BOB, 1_000, "text/plain", Content.ofText("hello"), false)),
                        new Input.Arrived(new Incoming(
                                CHAT, 42, id(2), ALICE, 1_001, null, Content.ofText("again"), 60_000, false)),
                        new Input.Arrived(new Incoming(CHAT, 43, id(3), BOB, 1_002, null, Content.EMPTY, true)));
    }

    private static Delivery single(String topic, Map<String, String> userProperties) {
        return new Delivery(topic, new byte[] {'x'}, id(1).toBytes(), null, userProperties);
    }

    @Test
    void should_read_groups_and_side_logs_by_what_the_user_calls_them() throws Exception {
        Map<String, String> headers = Map.of("seq", "7", "from", "bob", "at", "9");
        for (String seen : List.of("chat/bob", "group/climbers", "amend/chat/bob", "amend/group/climbers")) {
            Input input = wire.decode(single("inbox/alice/" + seen, headers), 0).get(0);
            assertThat(input)
                    .isEqualTo(new Input.Arrived(new Incoming(
                            ConversationId.parse(seen, ALICE).orElseThrow(),
                            7,
                            id(1),
                            BOB,
                            9,
                            null,
                            Content.ofText("x"),
                            false)));
        }
        assertThat(wire.decode(single("inbox/alice/room/lobby", headers), 0)).isEmpty();
    }

    @Test
    void should_read_the_floor_and_refuse_one_that_cannot_be() throws Exception {
        Map<String, String> headers = Map.of("seq", "7", "from", "bob", "floor", "6");
        Input.Arrived arrived = (Input.Arrived)
                wire.decode(single("inbox/alice/group/g", headers), 0).get(0);
        assertThat(arrived.floor()).isEqualTo(6);
        Delivery beyond = single("inbox/alice/group/g", Map.of("seq", "7", "from", "bob", "floor", "7"));
        assertThatThrownBy(() -> wire.decode(beyond, 0)).isInstanceOf(BadBodyException.class);
    }

    @Test
    void should_take_nothing_of_a_batch_it_cannot_read() {
        byte[] payload = Batches.writeDelivered(List.of(
                new DeliveredMessage(1, id(1), BOB, 1, 0, 0, false, "", Content.ofText("one")),
                new DeliveredMessage(2, id(2), BOB, 1, 0, 0, false, "", Content.ofText("two"))));
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            assertThatThrownBy(() -> wire.decode(batch(cut), 0)).isInstanceOf(BadBodyException.class);
        }
        Delivery nowhere = new Delivery("inbox/alice/chat/A b", payload, null, Batches.CONTENT_TYPE, Map.of());
        assertThatThrownBy(() -> wire.decode(nowhere, 0)).isInstanceOf(BadBodyException.class);
    }

    @Test
    void should_take_the_reason_from_the_words_of_a_puback_only() {
        assertThat(Wire.refusal("too-large: 65 messages, at most 64")).isEqualTo(Reason.TOO_LARGE);
        assertThat(Wire.refusal("busy")).isEqualTo(Reason.BUSY);
        assertThat(Wire.refusal("not authorized")).isEqualTo(Reason.UNKNOWN_OUTCOME);
        assertThat(Wire.refusal(null)).isEqualTo(Reason.UNKNOWN_OUTCOME);
    }
}
