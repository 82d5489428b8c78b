package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A message this endpoint sends.
 *
 * @param queuedAt Unix milliseconds
 * @param expiresAt Unix milliseconds, 0: never
 * @param offered whether it may have reached a server; kept for messages that expire, assumed of all others after a restart
 */
public record Outgoing(
        MessageId id,
        ConversationId conversation,
        @Nullable String contentType,
        Content content,
        long queuedAt,
        long expiresAt,
        boolean offered) {}
