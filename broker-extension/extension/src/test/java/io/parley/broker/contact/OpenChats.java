package io.parley.broker.contact;

import io.parley.broker.storage.Relation;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** {@link Chats} without profiles and blocks, that answer at once: everybody there may write to everybody. */
public final class OpenChats implements Chats {
    private final Predicate<UserName> exists;
    private final Map<ConversationId, Relation> relations = new ConcurrentHashMap<>();

    public OpenChats(Predicate<UserName> exists) {
        this.exists = exists;
    }

    @Override
    public CompletionStage<Optional<ChatState>> read(ConversationId chat) {
        return CompletableFuture.completedFuture(Optional.of(chat)
                .filter(it -> exists.test(it.first()) && exists.test(it.second()))
                .map(it -> ChatState.strangers(it).with(relations.getOrDefault(it, Relation.STRANGERS))));
    }

    @Override
    public CompletionStage<Void> save(ConversationId chat, Relation relation) {
        relations.put(chat, relation);
        return CompletableFuture.completedFuture(null);
    }
}
