package io.parley.protocol.batch;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;

/**
 * One message on its way to the server.
 *
 * @param expirySeconds Message Expiry Interval, 0 for none
 * @param contentType empty for none
 */
public record SubmittedMessage(MessageId id, long expirySeconds, String contentType, Content content) {
    public SubmittedMessage {
        if (expirySeconds < 0) {
            throw new IllegalArgumentException("expiry must not be negative, was " + expirySeconds);
        }
    }
}
