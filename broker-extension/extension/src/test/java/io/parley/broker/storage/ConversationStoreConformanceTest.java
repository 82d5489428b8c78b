package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.append;
import static io.parley.broker.storage.Stores.await;
import static io.parley.broker.storage.Stores.block;
import static io.parley.broker.storage.Stores.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link ConversationStore} must do. */
public abstract class ConversationStoreConformanceTest {
    private final ConversationId chat = Stores.freshChat();

    protected abstract Stores stores();

    private ConversationStore store() {
        return stores().conversations();
    }

    private void open(long... buckets) {
        Arrays.stream(buckets).forEach(bucket -> await(store().openBucket(chat, bucket)));
    }

    private void write(Block... blocks) {
        Arrays.stream(blocks).forEach(block -> append(store(), block));
    }

    private List<StoredMessage> read(long from, long to) {
        return await(store().read(chat, from, to, 10_000, Long.MAX_VALUE));
    }

    private static List<String> texts(List<StoredMessage> messages) {
        return messages.stream().map(message -> message.content().asText()).toList();
    }

    private static List<String> texts(long epoch, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> "seq " + seq + " by " + epoch)
                .toList();
    }

    private static List<String> joined(List<String> older, List<String> newer) {
        List<String> all = new ArrayList<>(older);
        all.addAll(newer);
        return all;
    }

    private static List<StoredMessage> messages(Tail tail) {
        return tail.blocks().stream()
                .flatMap(block -> block.messages().stream())
                .toList();
    }

    @Test
    void should_start_with_nothing() {
        assertThat(await(store().readTail(chat, 100))).isEqualTo(new Tail(0, 0, 0, List.of(), true, Map.of()));
        assertThat(read(1, 100)).isEmpty();
        assertThat(await(store().readBlock(chat, 1, 1))).isEmpty();
    }

    @Test
    void should_let_one_of_two_claim_an_epoch() {
        assertThat(await(store().claim(chat, 0))).isTrue();
        assertThat(await(store().claim(chat, 0))).isFalse();
        assertThat(await(store().claim(chat, 1))).isTrue();
        assertThat(await(store().claim(chat, 7))).isFalse();
        assertThat(await(store().readTail(chat, 1)).epoch()).isEqualTo(2);
    }

    @Test
    void should_give_a_block_back_as_it_was_also_when_appended_twice() {
        Block block = block(chat, 1, 1, 1, 30);
        open(1);
        write(block, block);
        assertThat(await(store().readBlock(chat, 1, 1))).contains(block);
        assertThat(await(store().readBlock(chat, 1, 2))).isEmpty();
        assertThat(read(1, 100)).isEqualTo(block.messages());
    }

    @Test
    void should_read_any_stretch_over_blocks_and_buckets() {
        open(1, 8);
        write(block(chat, 1, 1, 1, 3), block(chat, 1, 1, 4, 7), block(chat, 8, 1, 8, 8), block(chat, 8, 1, 9, 20));
        for (long from = 1; from <= 20; from++) {
            for (long to = from; to <= 20; to++) {
                assertThat(texts(read(from, to))).isEqualTo(texts(1, from, to));
            }
            assertThat(texts(read(from, Long.MAX_VALUE))).isEqualTo(texts(1, from, 20));
        }
        assertThat(read(21, 30)).isEmpty();
    }

    @Test
    void should_stop_a_read_at_its_limits_but_give_one_message_at_least() {
        open(1);
        write(block(chat, 1, 1, 1, 3), block(chat, 1, 1, 4, 7));
        assertThat(texts(await(store().read(chat, 2, 7, 4, 1000)))).isEqualTo(texts(1, 2, 5));
        // Each has 10 bytes.
        assertThat(texts(await(store().read(chat, 2, 7, 100, 39)))).isEqualTo(texts(1, 2, 4));
        assertThat(texts(await(store().read(chat, 2, 7, 100, 40)))).isEqualTo(texts(1, 2, 5));
        assertThat(texts(await(store().read(chat, 2, 7, 100, 1)))).isEqualTo(texts(1, 2, 2));
    }

    @Test
    void should_read_a_long_log_of_single_messages() {
        open(1, 401);
        for (long seq = 1; seq <= 600; seq++) {
            write(block(chat, seq <= 400 ? 1 : 401, 1, seq, seq));
        }
        assertThat(texts(read(1, 600))).isEqualTo(texts(1, 1, 600));
        assertThat(texts(messages(await(store().readTail(chat, 500)))))
                .endsWith("seq 600 by 1")
                .hasSizeGreaterThanOrEqualTo(500);
    }

    @Test
    void should_give_the_newest_blocks_as_tail() {
        open(1, 5);
        write(block(chat, 1, 1, 1, 2), block(chat, 1, 1, 3, 4), block(chat, 5, 2, 5, 6), block(chat, 5, 2, 7, 9));
        Tail tail = await(store().readTail(chat, 4));
        assertThat(tail.bucket()).isEqualTo(5);
        assertThat(tail.bucketBytes()).isEqualTo(50);
        assertThat(messages(tail))
                .endsWith(messages(tail).get(messages(tail).size() - 1))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(texts(messages(tail))).endsWith("seq 8 by 2", "seq 9 by 2");
        assertThat(await(store().readTail(chat, 100)).whole()).isTrue();
        assertThat(texts(messages(await(store().readTail(chat, 100)))))
                .isEqualTo(joined(texts(1, 1, 4), texts(2, 5, 9)));
        assertThat(tail.blocks().get(tail.blocks().size() - 1).futureUntil()).isEqualTo(Stores.AT);
    }

    @Test
    void should_go_on_in_a_bucket_that_was_opened_but_never_used() {
        open(1);
        write(block(chat, 1, 1, 1, 4));
        open(5);
        Tail tail = await(store().readTail(chat, 2));
        assertThat(tail.bucket()).isEqualTo(5);
        assertThat(tail.bucketBytes()).isZero();
        assertThat(texts(messages(tail))).endsWith("seq 4 by 1");
        write(block(chat, 5, 2, 5, 6));
        assertThat(texts(read(1, 10))).isEqualTo(joined(texts(1, 1, 4), texts(2, 5, 6)));
    }

    @Test
    void should_keep_the_block_of_the_later_owner_whichever_arrives_last() {
        open(1);
        write(block(chat, 1, 1, 1, 3), block(chat, 1, 2, 4, 6), block(chat, 1, 1, 4, 9));
        assertThat(await(store().readBlock(chat, 1, 4))).contains(block(chat, 1, 2, 4, 6));
        assertThat(texts(read(1, 20))).isEqualTo(joined(texts(1, 1, 3), texts(2, 4, 6)));
        write(block(chat, 1, 3, 4, 5));
        assertThat(texts(read(1, 20))).isEqualTo(joined(texts(1, 1, 3), texts(3, 4, 5)));
    }

    @Test
    void should_know_the_ids_of_what_was_appended() {
        open(1);
        Block block = block(chat, 1, 1, 1, 40);
        write(block);
        SenderId one = new SenderId(
                block.messages().get(0).from(), block.messages().get(0).id());
        SenderId forty = new SenderId(
                block.messages().get(39).from(), block.messages().get(39).id());
        SenderId others = new SenderId(new UserName("mallory"), one.id());
        SenderId never = new SenderId(one.from(), Stores.id(Stores.AT, 4_711));
        assertThat(await(store().findIds(chat, List.of(one, forty, others, never))))
                .isEqualTo(Map.of(one, known(block).get(0), forty, known(block).get(39)));
        assertThat(await(store().findIds(Stores.freshChat(), List.of(one)))).isEmpty();
    }

    @Test
    void should_know_ids_of_any_kind_in_one_block() {
        open(1);
        List<MessageId> ids = List.of(
                MessageId.of(UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6")),
                new MessageId(0, 0),
                new MessageId(-1, -1),
                Stores.id(0, 5),
                Stores.id(Stores.AT - 86_400_000, 6),
                Stores.id((1L << 48) - 1, 7),
                Stores.id(Stores.AT, 8));
        List<StoredMessage> messages = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            messages.add(Stores.message(chat, i + 1, ids.get(i), "text"));
        }
        Block block = new Block(chat, 1, 1, 0, messages);
        write(block);
        List<SenderId> senders = messages.stream()
                .map(message -> new SenderId(message.from(), message.id()))
                .toList();
        Map<SenderId, KnownId> found = await(store().findIds(chat, senders));
        assertThat(found).hasSize(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            assertThat(found).containsEntry(senders.get(i), known(block).get(i));
        }
    }

    @Test
    void should_answer_with_the_id_of_the_later_owner() {
        open(1);
        MessageId id = Stores.id(Stores.AT, 77);
        Block late = new Block(chat, 1, 1, 0, List.of(Stores.message(chat, 4, id, "late")));
        Block truth = new Block(chat, 1, 2, 0, List.of(Stores.message(chat, 6, id, "true")));
        write(truth, late);
        SenderId sender = new SenderId(chat.first(), id);
        assertThat(await(store().findIds(chat, List.of(sender))))
                .isEqualTo(Map.of(sender, known(truth).get(0)));
    }

    @Test
    void should_keep_marks_of_both_users() {
        await(store().saveMarks(chat, chat.first(), new UserMarks(4, 2), 0));
        await(store().saveMarks(chat, chat.second(), UserMarks.NONE, 0));
        assertThat(await(store().readTail(chat, 1)).marks())
                .isEqualTo(Map.of(chat.first(), new UserMarks(4, 2), chat.second(), UserMarks.NONE));
        await(store().saveMarks(chat, chat.first(), new UserMarks(5, 5), 0));
        assertThat(await(stores().endpoints().conversationsOf(chat.first())))
                .isEqualTo(Map.of(chat, new UserMarks(5, 5)));
    }

    @Test
    void should_serve_a_chat_with_oneself() {
        UserName alone = chat.first();
        ConversationId notes = ConversationId.chat(alone, alone);
        await(store().openBucket(notes, 1));
        append(store(), block(notes, 1, 1, 1, 3));
        await(store().saveMarks(notes, alone, new UserMarks(3, 3), 0));
        Tail tail = await(store().readTail(notes, 10));
        assertThat(tail.marks()).isEqualTo(Map.of(alone, new UserMarks(3, 3)));
        assertThat(texts(messages(tail))).isEqualTo(texts(1, 1, 3));
    }
}
