package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in the local store, with all that was done to it since.
 *
 * @param seq position, 0 for an own message that was not accepted yet
 * @param at when the server accepted it, or when it was queued if it has not
 * @param expiresAt from then on it is not in the history any more; null: it stays
 * @param contentType null: not said
 * @param content as it was edited last; empty if it was recalled
 * @param status of a message this endpoint sent; null for all others
 */
public record HistoryEntry(
        MessageId id,
        ConversationId conversation,
        long seq,
        UserName from,
        Instant at,
        @Nullable Instant expiresAt,
        @Nullable String contentType,
        Content content,
        @Nullable MessageStatus status,
        Amendments amendments) {
    public String text() {
        return content.asText();
    }

    public boolean edited() {
        return amendments.edited();
    }

    public boolean recalled() {
        return amendments.recalled();
    }

    public Map<String, List<UserName>> reactions() {
        return amendments.reactions();
    }

    /** What it says has happened to the conversation; empty of a message that somebody wrote. */
    public Optional<Change> change() {
        return ContentTypes.CHANGE.equals(contentType) ? Changes.read(content) : Optional.empty();
    }
}
