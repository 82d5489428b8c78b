package io.parley.broker.storage.memory;

import io.parley.broker.storage.Contact;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Relation;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

final class MemoryContactStore implements ContactStore {
    private record UserDay(UserName user, LocalDate day) {}

    private final Calls calls;
    private final Map<ConversationId, Relation> relations = new HashMap<>();
    private final Map<UserName, NavigableMap<String, Contact>> blocks = new HashMap<>();
    private final Map<UserDay, Set<MessageId>> requests = new HashMap<>();

    MemoryContactStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Relation> relation(ConversationId chat) {
        return calls.call(() -> relations.getOrDefault(chat, Relation.STRANGERS));
    }

    @Override
    public CompletionStage<Void> save(ConversationId chat, Relation relation) {
        return calls.run(() -> relations.merge(
                chat, relation, (present, later) -> later.version() >= present.version() ? later : present));
    }

    @Override
    public CompletionStage<Slice<Contact>> list(
            UserName user, Optional<Contact.Kind> kind, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() -> {
            NavigableMap<String, Contact> all = new TreeMap<>();
            relations.forEach((chat, relation) -> {
                if (chat.mayConcern(user)) {
                    UserName peer = chat.peerOf(user);
                    Contact.of(user, peer, relation)
                            .filter(contact -> kind.isEmpty() || kind.get() == contact.kind())
                            .ifPresent(contact -> all.put(peer.value(), contact));
                }
            });
            return Paging.slice(all, limit, after);
        });
    }

    @Override
    public CompletionStage<Void> block(UserName user, UserName peer, long at) {
        return calls.run(() -> blocks.computeIfAbsent(user, fresh -> new TreeMap<>())
                .putIfAbsent(peer.value(), new Contact(peer, Contact.Kind.BLOCKED, "", at, 0)));
    }

    @Override
    public CompletionStage<Void> unblock(UserName user, UserName peer) {
        return calls.run(() -> blocks.getOrDefault(user, new TreeMap<>()).remove(peer.value()));
    }

    @Override
    public CompletionStage<Boolean> isBlocked(UserName user, UserName peer) {
        return calls.call(() -> blocks.getOrDefault(user, new TreeMap<>()).containsKey(peer.value()));
    }

    @Override
    public CompletionStage<Slice<Contact>> blocked(UserName user, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() -> Paging.slice(blocks.getOrDefault(user, new TreeMap<>()), limit, after));
    }

    @Override
    public CompletionStage<Boolean> countRequest(UserName user, LocalDate day, MessageId id, int max) {
        return calls.call(() -> {
            Set<MessageId> counted = requests.computeIfAbsent(new UserDay(user, day), fresh -> new HashSet<>());
            return counted.contains(id) || (counted.size() < max && counted.add(id));
        });
    }
}
