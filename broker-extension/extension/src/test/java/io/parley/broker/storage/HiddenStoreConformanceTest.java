package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link HiddenStore} must do. */
public abstract class HiddenStoreConformanceTest {
    private final ConversationId chat = Stores.freshChat();
    private final UserName alice = chat.first();

    protected abstract Stores stores();

    @Test
    void should_tell_what_is_hidden_in_a_range_and_nothing_beyond() {
        hide(1L, 7L, 1_023L, 1_024L, 5_000_000_000L);
        hide(7L, 1_025L);
        assertThat(await(stores().hidden().hiddenIn(alice, chat, 7, 1_024))).containsOnly(7L, 1_023L, 1_024L);
        assertThat(await(stores().hidden().hiddenIn(alice, chat, 1, Long.MAX_VALUE)))
                .containsOnly(1L, 7L, 1_023L, 1_024L, 1_025L, 5_000_000_000L);
        assertThat(await(stores().hidden().hiddenIn(alice, chat, 8, 1_000))).isEmpty();
    }

    @Test
    void should_hide_for_one_user_in_one_conversation_only() {
        hide(3L);
        assertThat(await(stores().hidden().hiddenIn(chat.second(), chat, 1, 10)))
                .isEmpty();
        assertThat(await(stores().hidden().hiddenIn(alice, ConversationId.chat(alice, alice), 1, 10)))
                .isEmpty();
    }

    @Test
    void should_refuse_more_than_the_limit_until_something_is_cleared() {
        int half = HiddenStore.HIDDEN_MAX / 2;
        assertThat(hideRange(1, half)).isTrue();
        assertThat(hideRange(half + 1, 2L * half)).isTrue();
        assertThat(hide(2L * half + 1)).isFalse();
        assertThat(await(stores().hidden().hiddenIn(alice, chat, 2L * half + 1, Long.MAX_VALUE)))
                .isEmpty();
        assertThat(hide(5L)).as("hidden already").isTrue();

        await(stores().hidden().cleared(alice, chat, half));
        assertThat(hide(2L * half + 1)).isTrue();
        assertThat(await(stores().hidden().hiddenIn(alice, chat, half + 1, Long.MAX_VALUE)))
                .hasSize(half + 1);
    }

    private boolean hide(Long... seqs) {
        return await(stores().hidden().hide(alice, chat, List.of(seqs)));
    }

    private boolean hideRange(long from, long to) {
        return await(stores().hidden()
                .hide(alice, chat, LongStream.rangeClosed(from, to).boxed().toList()));
    }
}
