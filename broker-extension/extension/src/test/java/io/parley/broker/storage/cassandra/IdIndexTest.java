package io.parley.broker.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.Stores;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdIndexTest {
    private final ConversationId chat = Stores.freshChat();

    @Test
    void should_give_back_what_it_encoded() {
        Block block = Stores.block(chat, 1, 1, 1_000_000, 1_000_063);
        ByteBuffer encoded = IdIndex.encode(block.firstSeq(), block.messages(), Stores.known(block));
        Map<SenderId, KnownId> decoded = new LinkedHashMap<>();
        IdIndex.decode(block.firstSeq(), encoded, decoded::put);
        assertThat(decoded.values()).containsExactlyElementsOf(Stores.known(block));
        assertThat(decoded.keySet())
                .containsExactlyElementsOf(block.messages().stream()
                        .map(message -> new SenderId(message.from(), message.id()))
                        .toList());
    }

    @Test
    void should_refuse_damaged_rows() {
        Block block = Stores.block(chat, 1, 1, 1, 3);
        ByteBuffer encoded = IdIndex.encode(1, block.messages(), Stores.known(block));
        for (int length = 0; length < encoded.remaining(); length++) {
            ByteBuffer cut = encoded.duplicate().limit(length);
            int[] entries = {0};
            try {
                IdIndex.decode(1, cut, (id, known) -> entries[0]++);
                // Between two entries a row may end.
                assertThat(entries[0]).isLessThan(3);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
        assertThatThrownBy(() -> IdIndex.decode(1, ByteBuffer.wrap(new byte[] {9}), (id, known) -> {}))
                .hasMessageContaining("id format 9");
    }

    @Test
    void should_slice_by_time_or_else_by_the_first_bits() {
        assertThat(IdIndex.sliceOf(Stores.id(16_384 * 5, 1))).isEqualTo(5);
        assertThat(IdIndex.sliceOf(Stores.id(16_384 * 5 + 16_383, 1))).isEqualTo(5);
        assertThat(IdIndex.sliceOf(new MessageId(0, 0))).isEqualTo(-1);
        assertThat(IdIndex.sliceOf(new MessageId(-1, -1))).isEqualTo(-65_536);
    }

    @Test
    void should_spread_conversations_over_all_shards() {
        int[] counts = new int[IdIndex.SHARDS];
        IntStream.range(0, 16_000)
                .mapToObj(i -> ConversationId.chat(new UserName("alice" + i), new UserName("bob" + i)))
                .forEach(one -> counts[IdIndex.shardOf(one)]++);
        assertThat(counts).hasSize(16);
        for (int count : counts) {
            assertThat(count).isBetween(700, 1300);
        }
        // Part of the data: a change would hide what was written before.
        assertThat(IdIndex.shardOf(new ConversationId("chat/alice:bob"))).isEqualTo(7);
    }
}
