package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived.
 *
 * @param at server time of acceptance, Unix milliseconds
 * @param expiresAt from then on it is worthless, Unix milliseconds; 0: never
 * @param gone whether the server has no content of it any more; such a message only fills its place
 */
public record Incoming(
        ConversationId conversation,
        long seq,
        MessageId id,
        UserName from,
        long at,
        @Nullable String contentType,
        Content content,
        long expiresAt,
        boolean gone) {
    public Incoming {
        if (seq < 1) {
            throw new IllegalArgumentException("seq must be 1 or more, was " + seq + " in " + conversation);
        }
    }

    /** One that does not expire. */
    public Incoming(
            ConversationId conversation,
            long seq,
            MessageId id,
            UserName from,
            long at,
            @Nullable String contentType,
            Content content,
            boolean gone) {
        this(conversation, seq, id, from, at, contentType, content, 0, gone);
    }

    public boolean isExpiredAt(long unixMillis) {
        return expiresAt != 0 && expiresAt <= unixMillis;
    }
}
