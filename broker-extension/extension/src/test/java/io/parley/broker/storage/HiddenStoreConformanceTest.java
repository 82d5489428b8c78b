package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

        await(stores().hidden().cleared(alice, chat, half, 1));
        assertThat(hide(2L * half + 1)).isTrue();
        assertThat(await(stores().hidden().hiddenIn(alice, chat, half + 1, Long.MAX_VALUE)))
                .hasSize(half + 1);
    }

    @Test
    void should_tell_what_was_removed_since_a_time_in_its_order_and_in_pages() {
        HiddenStore hidden = stores().hidden();
        ConversationId own = ConversationId.chat(alice, alice);
        await(hidden.hide(alice, chat, List.of(5L, 7L), 1_000));
        await(hidden.hide(alice, chat, List.of(7L, 9L), 1_000));
        await(hidden.hide(alice, own, List.of(1L), 2_000));
        await(hidden.cleared(alice, chat, 9, 3_000));
        await(hidden.cleared(alice, chat, 9, 3_000));
        Removed first = new Removed(chat, Set.of(5L, 7L, 9L), 0);
        Removed second = new Removed(own, Set.of(1L), 0);
        Removed third = new Removed(chat, Set.of(), 9);
        assertThat(removedSince(1_000, 10)).containsExactly(first, second, third);
        assertThat(removedSince(0, 2)).containsExactly(first, second, third);
        assertThat(removedSince(1_001, 1)).containsExactly(second, third);
        assertThat(removedSince(3_001, 10)).isEmpty();
        assertThat(await(hidden.removedSince(chat.second(), 0, 10, Optional.empty()))
                        .items())
                .isEmpty();
    }

    private List<Removed> removedSince(long since, int limit) {
        List<Removed> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Slice<Removed> slice = await(stores().hidden().removedSince(alice, since, limit, cursor));
            assertThat(slice.items()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(slice.items());
            cursor = slice.next();
        } while (cursor.isPresent());
        return found;
    }

    private boolean hide(Long... seqs) {
        return await(stores().hidden().hide(alice, chat, List.of(seqs), 1));
    }

    private boolean hideRange(long from, long to) {
        return await(stores().hidden()
                .hide(alice, chat, LongStream.rangeClosed(from, to).boxed().toList(), 1));
    }
}
