package io.parley.broker.storage;

import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Answers "where is this message?", for people. Not for the hot path. Threads and failure as in {@link ConversationStore}. */
@FunctionalInterface
public interface MessageTrace {
    /**
     * Everything known of a message, empty if it was never accepted or cannot be found any more.
     *
     * @param hint somebody in its conversation; needed for what was accepted more than 8 days ago
     */
    CompletionStage<Optional<Trace>> find(MessageId id, Optional<UserName> hint);
}
