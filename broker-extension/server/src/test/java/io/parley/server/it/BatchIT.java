package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.parley.protocol.Content;
import io.parley.protocol.Headers;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches against a running server: what they carry is what single packets would have carried, to whomever it goes. */
@ExtendWith(SharedServer.class)
class BatchIT {
    private final List<SubmittedMessage> ten = messages(10);

    private static List<SubmittedMessage> messages(int count) {
        List<SubmittedMessage> messages = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            messages.add(
                    new SubmittedMessage(MessageId.of(UUID.randomUUID()), 0, "text/plain", Content.ofText("m" + i)));
        }
        return messages;
    }

    private static Mqtt5ConnectBuilder asking(Mqtt5ConnectBuilder connect) {
        return connect.userProperties()
                .add(Headers.PARLEY, Headers.PARLEY_VERSION)
                .add(Headers.BATCH, Headers.BATCH_VERSION)
                .applyUserProperties();
    }

    /** A Parley endpoint that asked for batches, synced, so that it gets what is sent from now on. */
    private static Peer batching(String user, SharedServer.Server server) {
        Peer peer =
                Peer.connect(user, user, server.place().mqtt(), BatchIT::asking).listen();
        peer.publish("api/sync", "{}");
        peer.next("/reply");
        return peer;
    }

    private static Peer.Puback send(Peer sender, String from, String to, byte[] body) {
        return sender.publish(
                "chat/" + to,
                body,
                publish -> publish.contentType(Batches.CONTENT_TYPE).responseTopic("inbox/" + from + "/acks"));
    }

    private static List<Ack> acks(Peer sender, int count) throws BadBodyException {
        List<Ack> acks = new ArrayList<>();
        while (acks.size() < count) {
            acks.addAll(Bodies.readAcks(sender.next("/acks").getPayloadAsBytes()));
        }
        return acks;
    }

    @Test
    void should_accept_each_message_and_hand_them_over_in_order(SharedServer.Server server) throws BadBodyException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = batching(alice, server);
                Peer receiver = batching(bob, server)) {
            send(sender, alice, bob, Batches.writeSubmitted(ten));
            assertThat(acks(sender, 10)).extracting(Ack::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
            List<DeliveredMessage> delivered = new ArrayList<>();
            while (delivered.size() < 10) {
                Mqtt5Publish packet = receiver.next("/chat/" + alice);
                assertThat(packet.getContentType().map(Object::toString)).contains(Batches.CONTENT_TYPE);
                delivered.addAll(Batches.readDelivered(ByteBuffer.wrap(packet.getPayloadAsBytes())));
            }
            assertThat(delivered)
                    .extracting(DeliveredMessage::content)
                    .isEqualTo(ten.stream().map(SubmittedMessage::content).toList());
            assertThat(delivered)
                    .extracting(DeliveredMessage::id)
                    .isEqualTo(ten.stream().map(SubmittedMessage::id).toList());
        }
    }

    @Test
    void should_give_a_plain_client_each_message_of_a_batch_as_it_knows_them(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = batching(alice, server);
                Peer receiver = Peer.connect(bob, bob, server.place().mqtt()).listen()) {
            send(sender, alice, bob, Batches.writeSubmitted(ten));
            for (int seq = 1; seq <= 10; seq++) {
                Mqtt5Publish message = receiver.next("/chat/" + alice);
                assertThat(Peer.text(message)).isEqualTo("m" + seq);
                assertThat(Peer.property(message, Headers.SEQ)).contains(Integer.toString(seq));
            }
        }
    }

    @Test
    void should_answer_a_batch_sent_twice_as_the_first_time(SharedServer.Server server) throws BadBodyException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer sender = batching(alice, server)) {
            send(sender, alice, bob, Batches.writeSubmitted(ten));
            List<Ack> first = acks(sender, 10);
            send(sender, alice, bob, Batches.writeSubmitted(ten));
            List<Ack> again = acks(sender, 10);
            assertThat(again)
                    .extracting(Ack::seq)
                    .isEqualTo(first.stream().map(Ack::seq).toList());
            assertThat(again).extracting(Ack::status).containsOnly(Ack.Status.DUPLICATE);
        }
    }

    @Test
    void should_refuse_alone_what_is_too_large_and_what_follows_it_out_of_order(SharedServer.Server server)
            throws BadBodyException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        List<SubmittedMessage> batch = new ArrayList<>(messages(3));
        batch.set(1, new SubmittedMessage(batch.get(1).id(), 0, "t".repeat(200), Content.EMPTY));
        try (Peer sender = batching(alice, server)) {
            assertThat(send(sender, alice, bob, Batches.writeSubmitted(batch)).code())
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            List<String> answers = acks(sender, 3).stream()
                    .map(ack ->
                            batch.stream().map(SubmittedMessage::id).toList().indexOf(ack.id()) + " "
                                    + (ack.reason() == null
                                            ? ack.status().code()
                                            : ack.reason().code()))
                    .sorted()
                    .toList();
            assertThat(answers).containsExactly("0 accepted", "1 malformed", "2 out-of-order");
        }
    }

    @Test
    void should_refuse_a_batch_that_cannot_be_read_and_keep_the_connection(SharedServer.Server server)
            throws BadBodyException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        byte[] good = Batches.writeSubmitted(ten);
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        byte[] many = Batches.writeSubmitted(messages(Limits.DEFAULT.batchMessagesMax() + 1));
        byte[] large = Batches.writeSubmitted(List.of(
                new SubmittedMessage(
                        MessageId.of(UUID.randomUUID()),
                        0,
                        "",
                        Content.wrap(new byte[Limits.DEFAULT.batchBytesMax() / 2 + 1])),
                new SubmittedMessage(
                        MessageId.of(UUID.randomUUID()),
                        0,
                        "",
                        Content.wrap(new byte[Limits.DEFAULT.batchBytesMax() / 2 + 1]))));
        try (Peer sender = batching(alice, server)) {
            for (byte[] body : List.of(cut, many, new byte[0])) {
                Peer.Puback refused = send(sender, alice, bob, body);
                assertThat(refused.code()).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
                assertThat(refused.reason().orElseThrow()).startsWith("malformed");
            }
            assertThat(send(sender, alice, bob, large).code()).isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED);
            Peer.Puback withoutReply =
                    sender.publish("chat/" + bob, good, publish -> publish.contentType(Batches.CONTENT_TYPE));
            assertThat(withoutReply.code()).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            send(sender, alice, bob, good);
            assertThat(acks(sender, 10)).extracting(Ack::status).containsOnly(Ack.Status.ACCEPTED);
        }
    }

    @Test
    void should_let_nobody_pass_a_message_off_as_a_batch(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Peer plain = Peer.connect(alice, alice, server.place().mqtt())) {
            Peer.Puback refused = plain.publish(
                    "chat/" + bob, Batches.writeSubmitted(ten), publish -> publish.contentType(Batches.CONTENT_TYPE));
            assertThat(refused.code()).isEqualTo(Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(refused.reason().orElseThrow()).contains("reserved");
        }
    }
}
