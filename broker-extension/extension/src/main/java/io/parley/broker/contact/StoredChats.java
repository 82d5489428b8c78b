package io.parley.broker.contact;

import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.Relation;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link Chats} over the stores; everything is read at once. */
public record StoredChats(ProfileStore profiles, ContactStore contacts) implements Chats {
    @Override
    public CompletionStage<Optional<ChatState>> read(ConversationId chat) {
        UserName one = chat.first();
        UserName other = chat.second();
        CompletableFuture<Optional<Profile>> first = profiles.find(one).toCompletableFuture();
        CompletableFuture<Optional<Profile>> second =
                one.equals(other) ? first : profiles.find(other).toCompletableFuture();
        CompletableFuture<Boolean> firstBlocks = contacts.isBlocked(one, other).toCompletableFuture();
        CompletableFuture<Boolean> secondBlocks = contacts.isBlocked(other, one).toCompletableFuture();
        CompletableFuture<Relation> relation = contacts.relation(chat).toCompletableFuture();
        return CompletableFuture.allOf(first, second, firstBlocks, secondBlocks, relation)
                .thenApply(done -> first.join()
                        .flatMap(here -> second.join()
                                .map(there -> new ChatState(
                                        chat, here, there, firstBlocks.join(), secondBlocks.join(), relation.join()))));
    }

    @Override
    public CompletionStage<Void> save(ConversationId chat, Relation relation) {
        return contacts.save(chat, relation);
    }
}
