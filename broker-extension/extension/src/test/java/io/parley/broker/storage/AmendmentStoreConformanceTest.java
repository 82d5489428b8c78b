package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static io.parley.broker.storage.Stores.freshChat;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.AmendmentStore.Entry;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class AmendmentStoreConformanceTest {
    protected abstract Stores stores();

    private AmendmentStore store() {
        return stores().amendments();
    }

    private static Entry entry(ConversationId sideLog, long seq, long target) {
        return new Entry(
                target,
                new StoredMessage(
                        seq,
                        new MessageId(seq, target),
                        sideLog.first(),
                        "phone",
                        Stores.AT + seq,
                        0,
                        ContentTypes.AMENDMENT,
                        Content.ofText("entry " + seq)));
    }

    @Test
    void should_know_nothing_of_a_side_log_without_entries() {
        ConversationId sideLog = freshChat().amendments();
        assertThat(await(store().savedUpTo(sideLog))).isZero();
        assertThat(await(store().find(sideLog, List.of(1L, 500L)))).isEmpty();
        await(store().save(sideLog, List.of()));
        assertThat(await(store().savedUpTo(sideLog))).isZero();
    }

    @Test
    void should_find_what_concerns_some_messages_in_the_side_logs_order() {
        ConversationId sideLog = freshChat().amendments();
        Entry late = entry(sideLog, 1, 1_000);
        Entry first = entry(sideLog, 2, 3);
        Entry other = entry(sideLog, 3, 4);
        Entry again = entry(sideLog, 4, 3);
        await(store().save(sideLog, List.of(late, first)));
        await(store().save(sideLog, List.of(other, again)));
        assertThat(await(store().savedUpTo(sideLog))).isEqualTo(4);
        assertThat(await(store().find(sideLog, List.of(1_000L, 3L, 7L)))).containsExactly(late, first, again);
        assertThat(await(store().find(freshChat().amendments(), List.of(3L)))).isEmpty();
    }

    @Test
    void should_take_an_entry_twice_as_once() {
        ConversationId sideLog = freshChat().amendments();
        Entry entry = entry(sideLog, 1, 9);
        await(store().save(sideLog, List.of(entry)));
        await(store().save(sideLog, List.of(entry)));
        assertThat(await(store().find(sideLog, List.of(9L)))).containsExactly(entry);
        assertThat(await(store().savedUpTo(sideLog))).isEqualTo(1);
    }
}
