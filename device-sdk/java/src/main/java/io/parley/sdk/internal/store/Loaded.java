package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session starts from.
 *
 * @param waiting own messages the server has not answered, in the order they were sent
 * @param accepted own messages the server accepted that are beyond the watermark of their conversation, or not read yet
 *     (of these the newest {@link Store#UNREAD_LOADED_MAX} per conversation)
 * @param synced whether this store was ever told everything that waited
 * @param unread where it is not 0
 * @param repairs see {@link Store#wantRepair}
 * @param removedUntil see {@link Store#removedUntil}; 0: nothing is known
 */
public record Loaded(
        List<Conversation> conversations,
        List<Outgoing> waiting,
        List<Accepted> accepted,
        boolean synced,
        Map<ConversationId, Long> unread,
        Set<ConversationId> repairs,
        long removedUntil) {

    /**
     * @param mark everything up to it has been received: handled, or own, or gone
     * @param storedTo highest seq in the inbox; what lies between mark and it may have been handed before
     * @param read by the own user
     * @param peerReceived by the other side
     * @param peerRead by the other side
     */
    public record Conversation(
            ConversationId id, long mark, long storedTo, long read, long peerReceived, long peerRead) {}

    /**
     * @param expiresAt Unix milliseconds, 0: never
     * @param failed whether it expired after it was accepted; it keeps its place
     */
    public record Accepted(MessageId id, ConversationId conversation, long seq, long expiresAt, boolean failed) {}
}
