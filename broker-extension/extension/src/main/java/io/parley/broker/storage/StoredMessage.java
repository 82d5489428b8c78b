package io.parley.broker.storage;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/**
 * One accepted message as the log keeps it.
 *
 * @param seq position in its conversation, 1 and up
 * @param endpoint client id of the endpoint it was sent from
 * @param at when the server accepted it, Unix milliseconds
 * @param expiresAt when it becomes worthless, Unix milliseconds; 0 for never
 * @param contentType MQTT 5 Content Type, empty if none was given
 */
public record StoredMessage(
        long seq,
        MessageId id,
        UserName from,
        String endpoint,
        long at,
        long expiresAt,
        String contentType,
        Content content) {
    public StoredMessage {
        if (seq < 1 || at < 0 || expiresAt < 0) {
            throw new IllegalArgumentException("seq " + seq + ", at " + at + ", expiresAt " + expiresAt);
        }
    }

    public boolean isExpiredAt(long nowMillis) {
        return expiresAt != 0 && nowMillis >= expiresAt;
    }
}
