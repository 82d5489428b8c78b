package io.parley.broker.storage.memory;

import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.Removed;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

final class MemoryHiddenStore implements HiddenStore {
    private record Key(UserName user, ConversationId conversation) {}

    private final Calls calls;
    private final Map<Key, TreeSet<Long>> hidden = new HashMap<>();
    /** By time, and conversation. */
    private final Map<UserName, TreeMap<String, Removed>> removed = new HashMap<>();

    MemoryHiddenStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Boolean> hide(UserName user, ConversationId conversation, Collection<Long> seqs, long at) {
        List<Long> added = List.copyOf(seqs);
        return calls.call(() -> {
            TreeSet<Long> present = of(user, conversation);
            Set<Long> all = new HashSet<>(present);
            all.addAll(added);
            if (all.size() > HIDDEN_MAX) {
                return false;
            }
            present.addAll(added);
            note(user, new Removed(conversation, Set.copyOf(added), 0), at);
            return true;
        });
    }

    @Override
    public CompletionStage<Set<Long>> hiddenIn(UserName user, ConversationId conversation, long fromSeq, long toSeq) {
        return calls.call(() ->
                fromSeq > toSeq ? Set.of() : Set.copyOf(of(user, conversation).subSet(fromSeq, true, toSeq, true)));
    }

    @Override
    public CompletionStage<Void> cleared(UserName user, ConversationId conversation, long seq, long at) {
        return calls.run(() -> {
            of(user, conversation).headSet(seq, true).clear();
            note(user, new Removed(conversation, Set.of(), seq), at);
        });
    }

    private void note(UserName user, Removed what, long at) {
        removed.computeIfAbsent(user, fresh -> new TreeMap<>())
                .merge(key(at) + what.conversation(), what, MemoryHiddenStore::both);
    }

    /** Sorts as the time does. */
    private static String key(long at) {
        String digits = String.valueOf(at);
        return "0".repeat(19 - digits.length()) + digits + " ";
    }

    private static Removed both(Removed one, Removed other) {
        Set<Long> seqs = new HashSet<>(one.seqs());
        seqs.addAll(other.seqs());
        return new Removed(one.conversation(), seqs, Math.max(one.cleared(), other.cleared()));
    }

    @Override
    public CompletionStage<Slice<Removed>> removedSince(UserName user, long since, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() ->
                Paging.slice(removed.getOrDefault(user, new TreeMap<>()).tailMap(key(since), true), limit, after));
    }

    private TreeSet<Long> of(UserName user, ConversationId conversation) {
        return hidden.computeIfAbsent(new Key(user, conversation), fresh -> new TreeSet<>());
    }
}
