package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.append;
import static io.parley.broker.storage.Stores.await;
import static io.parley.broker.storage.Stores.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The fear: a block that a former owner sent before it died lands after the next owner has gone on, and lies across the
 * true ones. Whoever reads, from wherever, must see one dense log, that of the higher epoch.
 */
public abstract class LateBlockConformanceTest {
    private final ConversationId chat = Stores.freshChat();

    protected abstract Stores stores();

    private void open(long... buckets) {
        for (long bucket : buckets) {
            await(stores().conversations().openBucket(chat, bucket));
        }
    }

    private void write(Block... blocks) {
        for (Block block : blocks) {
            append(stores().conversations(), block);
        }
    }

    /** Reads from every seq, in one go and in small pages, and the tail; all must agree. @param epochs of seq 1, 2, … */
    private void assertLog(long... epochs) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < epochs.length; i++) {
            expected.add("seq " + (i + 1) + " by " + epochs[i]);
        }
        ConversationStore store = stores().conversations();
        for (int from = 1; from <= epochs.length; from++) {
            List<String> rest = expected.subList(from - 1, epochs.length);
            assertThat(texts(await(store.read(chat, from, epochs.length, 1000, 1 << 20))))
                    .as("from %s", from)
                    .isEqualTo(rest);
            assertThat(texts(await(store.read(chat, from, epochs.length, 3, 1 << 20))))
                    .as("three from %s", from)
                    .isEqualTo(rest.subList(0, Math.min(3, rest.size())));
            Tail tail = await(store.readTail(chat, from));
            List<String> newest = new ArrayList<>();
            tail.blocks().forEach(block -> newest.addAll(texts(block.messages())));
            assertThat(newest).as("tail of %s", from).hasSizeGreaterThanOrEqualTo(from);
            assertThat(newest)
                    .as("tail of %s", from)
                    .isEqualTo(expected.subList(expected.size() - newest.size(), expected.size()));
            assertThat(tail.bucket()).isLessThanOrEqualTo(epochs.length + 1);
        }
    }

    private static List<String> texts(List<StoredMessage> messages) {
        return messages.stream().map(message -> message.content().asText()).toList();
    }

    @Test
    void should_read_around_a_late_block_inside_the_range_of_a_newer_one() {
        open(1);
        write(block(chat, 1, 1, 1, 4), block(chat, 1, 2, 5, 8), block(chat, 1, 2, 9, 12));
        write(block(chat, 1, 1, 7, 9));
        assertLog(1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2);
    }

    @Test
    void should_read_around_a_late_block_that_covers_several_newer_ones() {
        open(1);
        write(block(chat, 1, 1, 1, 3), block(chat, 1, 2, 4, 4), block(chat, 1, 2, 5, 5), block(chat, 1, 2, 6, 9));
        // At the same seq 4 the later owner's stays; this one begins in the middle.
        write(block(chat, 1, 1, 5, 7));
        assertLog(1, 1, 1, 2, 2, 2, 2, 2, 2);
    }

    @Test
    void should_not_let_a_late_block_reach_beyond_the_end_of_the_log() {
        open(1, 5);
        write(block(chat, 1, 1, 1, 4), block(chat, 5, 2, 5, 5));
        write(block(chat, 1, 1, 5, 9));
        assertLog(1, 1, 1, 1, 2);
        write(block(chat, 5, 2, 6, 7));
        assertLog(1, 1, 1, 1, 2, 2, 2);
    }

    @Test
    void should_keep_a_block_that_the_next_owner_made_its_own() {
        open(1);
        write(block(chat, 1, 1, 1, 4), block(chat, 1, 1, 5, 7));
        // Epoch 3 found it, wrote it again as its own and went on; epoch 2's only block came after all that.
        write(block(chat, 1, 3, 5, 7), block(chat, 1, 3, 8, 8), block(chat, 1, 2, 5, 6));
        assertLog(1, 1, 1, 1, 3, 3, 3, 3);
    }

    @Test
    void should_read_on_in_the_former_bucket_when_the_late_one_is_empty() {
        open(1);
        write(block(chat, 1, 1, 1, 4), block(chat, 1, 2, 5, 8), block(chat, 1, 2, 9, 9));
        open(5);
        assertLog(1, 1, 1, 1, 2, 2, 2, 2, 2);
        write(block(chat, 5, 3, 10, 12));
        assertLog(1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3);
    }

    @Test
    void should_not_believe_the_first_block_of_a_late_bucket() {
        open(1);
        write(block(chat, 1, 1, 1, 4), block(chat, 1, 2, 5, 8), block(chat, 1, 2, 9, 9));
        open(5);
        write(block(chat, 5, 1, 5, 6));
        assertLog(1, 1, 1, 1, 2, 2, 2, 2, 2);
        write(block(chat, 5, 3, 10, 12), block(chat, 5, 3, 13, 13), block(chat, 5, 3, 14, 14));
        assertLog(1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3);
    }

    @Test
    void should_read_over_the_end_of_a_bucket_that_a_late_block_crosses() {
        open(1);
        write(block(chat, 1, 1, 1, 4));
        open(5);
        write(block(chat, 5, 2, 5, 8));
        write(block(chat, 1, 1, 5, 7));
        assertLog(1, 1, 1, 1, 2, 2, 2, 2);
    }
}
