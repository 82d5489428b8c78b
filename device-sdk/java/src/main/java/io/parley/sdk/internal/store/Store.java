package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import java.util.List;
import java.util.Optional;

/**
 * What an endpoint must not forget. Synchronous; every failure is a {@link io.parley.sdk.StoreException}.
 *
 * <p>Changes are made between {@link #begin} and {@link #commit} and are durable, all together, once {@code commit} has
 * returned; {@link #rollback} undoes them. One thread is between the two at a time; others wait. Marks only move
 * forward: a lower value changes nothing.
 */
public interface Store extends AutoCloseable {
    int UNREAD_LOADED_MAX = 1_000;
    int HISTORY_LIMIT_MAX = 10_000;

    Loaded load();

    void begin();

    void commit();

    void rollback();

    /** Last in its conversation's order. The id must be new. */
    void addOutgoing(Outgoing message);

    void offered(MessageId id);

    void accepted(MessageId id, long seq, long at);

    void failed(MessageId id, String reasonCode);

    /** What became of a message this endpoint sent; empty if it is not known, any more or at all. */
    Optional<MessageStatus> status(MessageId id);

    /** Whether this endpoint sent it. */
    boolean isOutgoing(MessageId id);

    /** Idempotent. */
    void addIncoming(Incoming message);

    void mark(ConversationId conversation, long mark);

    void read(ConversationId conversation, long read);

    void peer(ConversationId conversation, long received, long read);

    /** This endpoint has been sent everything that waited; from now on it is no new one. */
    void synced();

    /** See {@link io.parley.sdk.ParleyClient#history}. */
    List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit);

    @Override
    void close();
}
