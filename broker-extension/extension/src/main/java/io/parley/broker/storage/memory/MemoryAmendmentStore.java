package io.parley.broker.storage.memory;

import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

final class MemoryAmendmentStore implements AmendmentStore {
    private final Calls calls;
    private final Map<ConversationId, TreeMap<Long, Entry>> saved = new HashMap<>();

    MemoryAmendmentStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Long> savedUpTo(ConversationId sideLog) {
        return calls.call(() -> {
            TreeMap<Long, Entry> entries = of(sideLog);
            return entries.isEmpty() ? 0L : entries.lastKey();
        });
    }

    @Override
    public CompletionStage<Void> save(ConversationId sideLog, List<Entry> entries) {
        List<Entry> added = List.copyOf(entries);
        return calls.run(() -> added.forEach(it -> of(sideLog).put(it.entry().seq(), it)));
    }

    @Override
    public CompletionStage<List<Entry>> find(ConversationId sideLog, Collection<Long> targets) {
        Set<Long> wanted = Set.copyOf(targets);
        return calls.call(() -> of(sideLog).values().stream()
                .filter(it -> wanted.contains(it.target()))
                .toList());
    }

    private TreeMap<Long, Entry> of(ConversationId sideLog) {
        return saved.computeIfAbsent(sideLog, fresh -> new TreeMap<>());
    }
}
