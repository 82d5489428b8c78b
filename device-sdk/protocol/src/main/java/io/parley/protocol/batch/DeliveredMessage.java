package io.parley.protocol.batch;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/**
 * One message on its way to an endpoint.
 *
 * @param seq position in the conversation, 1 and up
 * @param at when the server accepted it, Unix milliseconds
 * @param expirySeconds Message Expiry Interval that is left, 0 for none
 * @param resend how often it was sent before
 * @param gone whether it expired: then there is no content
 * @param contentType empty for none
 */
public record DeliveredMessage(
        long seq,
        MessageId id,
        UserName from,
        long at,
        long expirySeconds,
        int resend,
        boolean gone,
        String contentType,
        Content content) {
    public DeliveredMessage {
        if (seq < 1 || at < 0 || expirySeconds < 0 || resend < 0) {
            throw new IllegalArgumentException(
                    "seq " + seq + ", at " + at + ", expiry " + expirySeconds + ", resend " + resend);
        }
    }
}
