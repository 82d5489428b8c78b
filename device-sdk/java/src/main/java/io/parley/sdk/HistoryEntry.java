package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message in the local store.
 *
 * @param seq position, 0 for an own message that was not accepted yet
 * @param at when the server accepted it, or when it was queued if it has not
 * @param contentType null: not said
 * @param status of a message this endpoint sent; null for all others
 */
public record HistoryEntry(
        MessageId id,
        ConversationId conversation,
        long seq,
        UserName from,
        Instant at,
        @Nullable String contentType,
        Content content,
        @Nullable MessageStatus status) {
    public String text() {
        return content.asText();
    }
}
