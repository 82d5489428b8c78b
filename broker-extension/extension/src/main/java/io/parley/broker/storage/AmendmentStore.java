package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The entries of side logs, by the message they are about: what a page of history needs. The side log is the truth; its
 * owner writes here before it answers. Threads and failure as in {@link ConversationStore}.
 */
public interface AmendmentStore {
    /** Most entries of one {@link #find}; the oldest are left out. */
    int FOUND_MAX = 10_000;

    /**
     * @param target seq of the message in its conversation
     * @param entry the side log's message
     */
    record Entry(long target, StoredMessage entry) {}

    /** Seq of the newest entry of the side log that was saved, 0 if none was. */
    CompletionStage<Long> savedUpTo(ConversationId sideLog);

    /** Saves entries, ascending, and then that they are. Saving one again is harmless. */
    CompletionStage<Void> save(ConversationId sideLog, List<Entry> entries);

    /** The entries about these messages, in the order of the side log. */
    CompletionStage<List<Entry>> find(ConversationId sideLog, Collection<Long> targets);
}
