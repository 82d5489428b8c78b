package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Who knows whom, and who blocks whom. Threads and failure as in {@link ConversationStore}.
 *
 * <p>A relation is written by the owner of the chat only, in the order of its versions. A block is the user's own, written
 * from any node; of two at once one is the last, whatever the clocks say.
 */
public interface ContactStore {
    /** {@link Relation#STRANGERS} if there never was one. */
    CompletionStage<Relation> relation(ConversationId chat);

    /** Saves it, and both users' lists before it: so that a half-done save is one that was not done. An older version changes nothing. */
    CompletionStage<Void> save(ConversationId chat, Relation relation);

    /**
     * Contacts and requests of a user, lapsed ones too, by peer. Not the blocked ones.
     *
     * @param kind only these, all if empty
     * @throws IllegalArgumentException if the cursor is none of this question's
     */
    CompletionStage<Slice<Contact>> list(
            UserName user, Optional<Contact.Kind> kind, int limit, Optional<String> cursor);

    /** @param at Unix milliseconds, for the list; the first block's stays */
    CompletionStage<Void> block(UserName user, UserName peer, long at);

    CompletionStage<Void> unblock(UserName user, UserName peer);

    /** Whether {@code user} blocks {@code peer}. */
    CompletionStage<Boolean> isBlocked(UserName user, UserName peer);

    /**
     * Whom a user blocks, by peer, as contacts of kind {@link Contact.Kind#BLOCKED}.
     *
     * @throws IllegalArgumentException if the cursor is none of this question's
     */
    CompletionStage<Slice<Contact>> blocked(UserName user, int limit, Optional<String> cursor);

    /**
     * Counts a contact request of a user on a day, each id once; forgotten two days later.
     *
     * @return false, and nothing counted, if {@code max} others are counted already
     */
    CompletionStage<Boolean> countRequest(UserName user, LocalDate day, MessageId id, int max);
}
