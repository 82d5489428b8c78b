package io.parley.broker.delivery;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;

/**
 * One message on its way to one endpoint.
 *
 * @param resend how often it was sent to this endpoint before; 0 the first time
 * @param gone whether it is expired and goes without its content
 * @param floor up to this seq nothing is for this endpoint, and it does not know that yet; 0 for nothing to say
 */
public record Delivery(ConversationId conversation, StoredMessage message, int resend, boolean gone, long floor) {
    public Delivery(ConversationId conversation, StoredMessage message, int resend, boolean gone) {
        this(conversation, message, resend, gone, 0);
    }

    /** Message Expiry Interval that is left, rounded up, so that what is about to expire does not travel as what never does; 0 for none. */
    public long secondsLeft(long nowMillis) {
        return gone || message.expiresAt() == 0 ? 0 : Math.max(1, (message.expiresAt() - nowMillis + 999) / 1000);
    }
}
