package io.parley.broker.storage.memory;

import io.parley.broker.storage.ListChange;
import io.parley.broker.storage.ListEntry;
import io.parley.broker.storage.ListStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Keeps every change ever made, in the order of the calls, and adds them up when read. */
final class MemoryListStore implements ListStore {
    private final Calls calls;
    private final Map<UserName, Map<ConversationId, TreeMap<Long, ListChange>>> changes = new HashMap<>();

    MemoryListStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Map<ConversationId, ListEntry>> entriesOf(UserName user) {
        return calls.call(() -> {
            Map<ConversationId, ListEntry> entries = new HashMap<>();
            changes.getOrDefault(user, Map.of()).forEach((conversation, made) -> {
                ListEntry entry = ListEntry.NONE;
                for (ListChange change : made.values()) {
                    entry = change.appliedTo(entry);
                }
                entries.put(conversation, entry);
            });
            return entries;
        });
    }

    @Override
    public CompletionStage<Void> change(UserName user, ConversationId conversation, ListChange change) {
        long version = calls.number();
        return calls.run(() -> changes.computeIfAbsent(user, fresh -> new HashMap<>())
                .computeIfAbsent(conversation, fresh -> new TreeMap<>())
                .put(version, change));
    }
}
