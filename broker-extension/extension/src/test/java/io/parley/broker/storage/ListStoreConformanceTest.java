package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link ListStore} must do. */
public abstract class ListStoreConformanceTest {
    private final ConversationId chat = Stores.freshChat();
    private final UserName alice = chat.first();

    protected abstract Stores stores();

    @Test
    void should_know_nothing_of_a_user_who_never_arranged_anything() {
        assertThat(await(stores().lists().entriesOf(alice))).isEmpty();
    }

    @Test
    void should_change_only_the_fields_a_change_names() {
        change(alice, new ListChange(true, null, null, null, null));
        change(alice, new ListChange(null, 1_800_000_000_000L, null, null, "how are"));
        change(alice, new ListChange(null, null, true, true, null));
        change(alice, new ListChange(null, null, false, null, "how are you – ü"));
        assertThat(await(stores().lists().entriesOf(alice)))
                .isEqualTo(Map.of(chat, new ListEntry(true, 1_800_000_000_000L, false, true, "how are you – ü")));
    }

    @Test
    void should_undo_everything() {
        change(alice, new ListChange(true, 5L, true, true, "x".repeat(ListChange.DRAFT_LENGTH_MAX)));
        change(alice, new ListChange(false, 0L, false, false, ""));
        assertThat(await(stores().lists().entriesOf(alice)).getOrDefault(chat, ListEntry.NONE))
                .isEqualTo(ListEntry.NONE);
    }

    @Test
    void should_keep_users_and_conversations_apart() {
        ConversationId other = ConversationId.chat(alice, new UserName("carol"));
        change(alice, new ListChange(null, null, null, null, "for bob"));
        await(stores().lists().change(alice, other, new ListChange(null, null, null, null, "for carol")));
        change(chat.second(), new ListChange(true, null, null, null, null));
        Map<ConversationId, ListEntry> entries = await(stores().lists().entriesOf(alice));
        assertThat(entries.get(chat).draft()).isEqualTo("for bob");
        assertThat(entries.get(other).draft()).isEqualTo("for carol");
        assertThat(entries.get(chat).pinned()).isFalse();
    }

    private void change(UserName user, ListChange change) {
        await(stores().lists().change(user, chat, change));
    }
}
