package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What users and their endpoints have of their conversations. Threads and failure as in {@link ConversationStore}. */
public interface EndpointStore {
    /** Every conversation of the user, with the user's marks in a chat; those in a group only its owner knows. */
    CompletionStage<Map<ConversationId, UserMarks>> conversationsOf(UserName user);

    /** The same conversations, with all the store can say of each. */
    CompletionStage<Map<ConversationId, Standing>> standingsOf(UserName user);

    /** What this endpoint has received; empty if it was never seen. */
    CompletionStage<Map<ConversationId, Long>> marksOf(EndpointId endpoint);

    /** Marks only move forward; one that would move back may be ignored. */
    CompletionStage<Void> saveMarks(EndpointId endpoint, Map<ConversationId, Long> received);
}
