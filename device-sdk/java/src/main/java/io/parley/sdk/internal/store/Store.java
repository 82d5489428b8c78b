package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.Version;
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

    /** Applies to the message in the order of places, also if that comes later. Idempotent. */
    void amend(SideEntry entry);

    /** Out of history and search, their contents overwritten. */
    void hide(ConversationId conversation, List<Long> seqs);

    /** As {@link #hide}, everything up to {@code upTo}. */
    void clear(ConversationId conversation, long upTo);

    /** Whether it is hidden or cleared. */
    boolean isRemoved(ConversationId conversation, long seq);

    /** Whether everything up to it is cleared. */
    boolean isCleared(ConversationId conversation, long seq);

    /** All that was hidden and cleared before, Unix milliseconds, is known. */
    void removedUntil(long unixMillis);

    /** What was done to the messages of a new store's first page has to be asked for, until a page of it is added. */
    void wantRepair(ConversationId conversation);

    /** What of it is received already is kept for the history; marks stay. */
    void addPage(HistoryPage page);

    /** How much of it the own user has not read, as the server counts. */
    void unread(ConversationId conversation, long count);

    void arrange(ConversationId conversation, Arrangement change);

    void list(Listed line);

    /** When {@link #expire} has something to do, Unix milliseconds; {@link Long#MAX_VALUE}: never as it stands. */
    long nextExpiry();

    /** Overwrites contents that have expired. Reading leaves them out all the same. */
    void expire(long unixMillis);

    /** See {@link io.parley.sdk.ParleyClient#history}. What expires until {@code unixMillis} is not in it. */
    List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit, long unixMillis);

    /** With what has expired and is not overwritten yet. */
    default List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit) {
        return history(conversation, fromSeq, limit, 0);
    }

    /** See {@link io.parley.sdk.ParleyClient#versions}. */
    List<Version> versions(ConversationId conversation, long seq, long unixMillis);

    /** See {@link io.parley.sdk.ParleyClient#search}. */
    List<HistoryEntry> search(String words, int limit, long unixMillis);

    /** Pinned ones first, then by newest activity. */
    List<ConversationSummary> conversations(long unixMillis);

    /** Where the page before the oldest stored one lies. */
    HistoryPage.Edge edge(ConversationId conversation);

    @Override
    void close();
}
