package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.BOB;
import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.broker.storage.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
    private final TestSettings small = new TestSettings();

    private List<Block> blocks(ConversationFixture chat) {
        return chat.delivered.get(BOB);
    }

    @Test
    void should_put_what_waits_into_one_block_up_to_its_bounds() {
        small.blockMessagesMax = 4;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(100));
        for (int i = 0; i < 10; i++) {
            chat.send(PHONE, "text " + i);
        }
        chat.time.pass(1_000);
        assertThat(blocks(chat)).extracting(block -> block.messages().size()).containsExactly(1, 1, 4, 4, 1);
    }

    @Test
    void should_put_a_message_larger_than_a_block_into_one_of_its_own() {
        small.blockBytesMax = 10;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.ask(PHONE, "opens");
        chat.store.next(Op.APPEND, Fate.slow(100));
        for (String text : List.of("a", "12345", "12345", "1", "more than ten bytes", "1234567890", "1")) {
            chat.send(PHONE, text);
        }
        chat.time.pass(1_000);
        assertThat(blocks(chat)).extracting(Block::contentBytes).containsExactly(5L, 1L, 10L, 1L, 19L, 10L, 1L);
    }

    @Test
    void should_begin_a_new_bucket_before_the_old_one_is_too_large() {
        small.bucketMessagesMax = 3;
        small.blockMessagesMax = 1;
        small.recentIdsMax = 1;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.sendMany(PHONE, 8);
        assertThat(blocks(chat)).extracting(Block::bucket).containsExactly(1L, 1L, 1L, 4L, 4L, 4L, 7L, 7L);
        assertThat(chat.log()).hasSize(8);
    }

    @Test
    void should_begin_a_new_bucket_when_it_cannot_tell_how_full_the_old_one_is() {
        small.recoverMessagesMin = 2;
        ConversationFixture chat = new ConversationFixture(small.build());
        chat.sendMany(PHONE, 5);
        chat.restart();
        chat.ask(PHONE, "after");
        assertThat(chat.store.tail(CHAT).bucket()).isEqualTo(6);
    }
}
