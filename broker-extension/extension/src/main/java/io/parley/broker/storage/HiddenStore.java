package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Messages that users deleted for themselves alone. Threads and failure as in {@link ConversationStore}. */
public interface HiddenStore {
    /** Most messages a user may hide in one conversation; what was cleared does not count. */
    int HIDDEN_MAX = 10_000;

    /**
     * Hides these seqs. False, and nothing changed, if more than {@link #HIDDEN_MAX} would be hidden then; of calls made at
     * once each may fill what is left.
     *
     * @param at when, Unix milliseconds
     */
    CompletionStage<Boolean> hide(UserName user, ConversationId conversation, Collection<Long> seqs, long at);

    /** Which of {@code fromSeq..toSeq} are hidden. */
    CompletionStage<Set<Long>> hiddenIn(UserName user, ConversationId conversation, long fromSeq, long toSeq);

    /** The user no longer sees anything up to {@code seq}: what is hidden there may be forgotten. */
    CompletionStage<Void> cleared(UserName user, ConversationId conversation, long seq, long at);

    /**
     * What was hidden and cleared at {@code since} and later, in the order of time. For ever: a new endpoint needs all of it.
     *
     * @throws IllegalArgumentException if the cursor is none of this question's
     */
    CompletionStage<Slice<Removed>> removedSince(UserName user, long since, int limit, Optional<String> cursor);
}
