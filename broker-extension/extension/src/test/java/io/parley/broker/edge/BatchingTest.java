package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.Delivery;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which messages share a packet: never more than the endpoint was promised, never across a hole or a conversation. */
class BatchingTest {
    private static final UserName BOB = new UserName("bob");
    private static final Limits LIMITS = Limits.DEFAULT;

    private final Batching batching = new Batching(LIMITS);

    private static Delivery delivery(String peer, long seq, int bytes) {
        UserName from = new UserName(peer);
        StoredMessage message =
                new StoredMessage(seq, new MessageId(1, seq), from, "phone", 0, 0, "", Content.wrap(new byte[bytes]));
        return new Delivery(ConversationId.chat(from, BOB), message, 0, false);
    }

    /** First seqs of the packets. */
    private List<Long> packets(Batching rule, List<Delivery> deliveries) {
        List<Long> firsts = new ArrayList<>();
        for (int from = 0; from < deliveries.size(); from = rule.endOfPacket(deliveries, from)) {
            firsts.add(deliveries.get(from).message().seq());
        }
        return firsts;
    }

    @Test
    void should_put_neighbours_together() {
        assertThat(packets(
                        batching, List.of(delivery("alice", 1, 9), delivery("alice", 2, 9), delivery("alice", 3, 9))))
                .containsExactly(1L);
    }

    @Test
    void should_part_at_a_hole_and_at_another_conversation() {
        assertThat(packets(
                        batching,
                        List.of(
                                delivery("alice", 1, 9),
                                delivery("alice", 3, 9),
                                delivery("carol", 4, 9),
                                delivery("carol", 5, 9))))
                .containsExactly(1L, 3L, 4L);
    }

    @Test
    void should_keep_within_the_limits() {
        List<Delivery> many = new ArrayList<>();
        for (int seq = 1; seq <= LIMITS.batchMessagesMax() + 1; seq++) {
            many.add(delivery("alice", seq, 1));
        }
        assertThat(packets(batching, many)).containsExactly(1L, 1L + LIMITS.batchMessagesMax());
        int half = LIMITS.batchBytesMax() / 2;
        assertThat(packets(
                        batching,
                        List.of(
                                delivery("alice", 1, half),
                                delivery("alice", 2, half),
                                delivery("alice", 3, half),
                                delivery("alice", 4, LIMITS.batchBytesMax() * 2))))
                .containsExactly(1L, 3L, 4L);
    }

    @Test
    void should_send_each_alone_to_who_did_not_ask() {
        assertThat(packets(Batching.NONE, List.of(delivery("alice", 1, 0), delivery("alice", 2, 0))))
                .containsExactly(1L, 2L);
    }
}
