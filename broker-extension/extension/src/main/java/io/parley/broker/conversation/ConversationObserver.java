package io.parley.broker.conversation;

import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;

/** What happens in conversations, one method per fact. Called on the owners' threads: count and return. */
public interface ConversationObserver {
    ConversationObserver NONE = new ConversationObserver() {};

    /** An owner read its tail. */
    default void recovered(long nanos) {}

    /** A block became durable, from asking the store to its answer; retries not counted in. */
    default void appendTook(long nanos, int messages) {}

    default void accepted(int messages, long contentBytes) {}

    default void duplicate() {}

    default void rejected(Reason reason) {}

    /** Ids had to be looked up in the store. */
    default void idsLookedUp(int ids) {}

    /** An append is in doubt: it will be read back and written again. */
    default void appendInDoubt(ConversationId conversation, long firstSeq) {}

    /** The store failed; the owner tries again after a pause. */
    default void storeFailed(ConversationId conversation, String what, Throwable fault) {}

    default void receiptRefused(Reason reason) {}

    default void expired() {}

    /** A newer owner has written: this one stops. Somebody should look at the cluster. */
    default void fenced(ConversationId conversation, long epoch, long newer) {}
}
