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
        boolean gone) {
    public Incoming {
        if (seq < 1) {
            throw new IllegalArgumentException("seq must be 1 or more, was " + seq + " in " + conversation);
        }
    }
}
