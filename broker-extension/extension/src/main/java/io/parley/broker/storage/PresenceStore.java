package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.concurrent.CompletionStage;

/** What was last told of users' presence. Threads and failure as in {@link ConversationStore}. */
public interface PresenceStore {
    /** {@link Presence#NEVER} of who was never online. */
    CompletionStage<Presence> find(UserName user);

    /** One that is older than what is there changes nothing. */
    CompletionStage<Void> save(UserName user, Presence presence);
}
