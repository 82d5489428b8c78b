package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Profiles; every account has one from the start. Threads and failure as in {@link ConversationStore}. That somebody may
 * not be found by everybody is the asker's to heed: this finds all.
 */
public interface ProfileStore {
    /** Empty if there is no such user. */
    CompletionStage<Optional<Profile>> find(UserName user);

    /**
     * Whoever matches, in no order that means anything.
     *
     * @throws IllegalArgumentException if the cursor is none of this query's
     */
    CompletionStage<Slice<Profile>> find(NameQuery query, int limit, Optional<String> cursor);

    /** Fields that are set at once from two sides are each one of the two. False, and nothing changed, if there is no such user. */
    CompletionStage<Boolean> set(UserName user, ProfileChange change);
}
