package io.parley.broker.storage.memory;

import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

final class MemoryHiddenStore implements HiddenStore {
    private record Key(UserName user, ConversationId conversation) {}

    private final Calls calls;
    private final Map<Key, TreeSet<Long>> hidden = new HashMap<>();

    MemoryHiddenStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Boolean> hide(UserName user, ConversationId conversation, Collection<Long> seqs) {
        List<Long> added = List.copyOf(seqs);
        return calls.call(() -> {
            TreeSet<Long> present = of(user, conversation);
            Set<Long> all = new HashSet<>(present);
            all.addAll(added);
            if (all.size() > HIDDEN_MAX) {
                return false;
            }
            present.addAll(added);
            return true;
        });
    }

    @Override
    public CompletionStage<Set<Long>> hiddenIn(UserName user, ConversationId conversation, long fromSeq, long toSeq) {
        return calls.call(() ->
                fromSeq > toSeq ? Set.of() : Set.copyOf(of(user, conversation).subSet(fromSeq, true, toSeq, true)));
    }

    @Override
    public CompletionStage<Void> cleared(UserName user, ConversationId conversation, long seq) {
        return calls.run(() -> of(user, conversation).headSet(seq, true).clear());
    }

    private TreeSet<Long> of(UserName user, ConversationId conversation) {
        return hidden.computeIfAbsent(new Key(user, conversation), fresh -> new TreeSet<>());
    }
}
