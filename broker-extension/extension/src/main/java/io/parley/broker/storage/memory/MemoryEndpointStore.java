package io.parley.broker.storage.memory;

import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

final class MemoryEndpointStore implements EndpointStore {
    private final Calls calls;
    private final MemoryConversationStore conversations;
    private final Map<EndpointId, Map<ConversationId, Versioned<Long>>> marks = new HashMap<>();

    MemoryEndpointStore(Calls calls, MemoryConversationStore conversations) {
        this.calls = calls;
        this.conversations = conversations;
    }

    @Override
    public CompletionStage<Map<ConversationId, UserMarks>> conversationsOf(UserName user) {
        return calls.call(() -> conversations.marksOf(user));
    }

    @Override
    public CompletionStage<Map<ConversationId, Standing>> standingsOf(UserName user) {
        return calls.call(() -> conversations.standingsOf(user));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> marksOf(EndpointId endpoint) {
        return calls.call(() -> Versioned.values(marks.getOrDefault(endpoint, Map.of())));
    }

    @Override
    public CompletionStage<Void> saveMarks(EndpointId endpoint, Map<ConversationId, Long> received) {
        long version = calls.number();
        Map<ConversationId, Long> saved = Map.copyOf(received);
        return calls.run(() -> {
            Map<ConversationId, Versioned<Long>> rows = marks.computeIfAbsent(endpoint, fresh -> new HashMap<>());
            saved.forEach((conversation, seq) -> Versioned.put(rows, conversation, version, seq));
        });
    }
}
