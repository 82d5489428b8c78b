package io.parley.broker.contact;

import io.parley.broker.storage.Relation;
import io.parley.protocol.ConversationId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where what decides in a chat is kept. Safe from any thread; fails as the stores do. */
public interface Chats {
    /** Empty if one of the two users does not exist. */
    CompletionStage<Optional<ChatState>> read(ConversationId chat);

    /** As {@link io.parley.broker.storage.ContactStore#save}. */
    CompletionStage<Void> save(ConversationId chat, Relation relation);
}
