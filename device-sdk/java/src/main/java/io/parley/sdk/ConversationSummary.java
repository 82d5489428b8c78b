package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of the list of conversations, as far as this endpoint knows it.
 *
 * @param title of a group; empty of a chat, or if it has none
 * @param last newest seq known, 0 if there is none
 * @param at of the newest message, or of what the server took for the newest activity
 * @param read everything up to this seq has been read by the own user
 * @param preview of the newest message there is to see; null if there is none
 * @param settings how the own user has arranged it
 */
public record ConversationSummary(
        ConversationId conversation,
        String title,
        long last,
        Instant at,
        long unread,
        long read,
        @Nullable Preview preview,
        Settings settings) {

    /**
     * @param contentType null: not said
     * @param text empty if the message has none
     */
    public record Preview(
            long seq, UserName from, Instant at, @Nullable String contentType, String text) {}

    /**
     * @param mutedUntil null: not muted; may lie in the past
     * @param draft what was written and not sent, on whichever endpoint; empty if nothing
     */
    public record Settings(
            boolean pinned, @Nullable Instant mutedUntil, boolean archived, boolean markedUnread, String draft) {
        public static final Settings NONE = new Settings(false, null, false, false, "");
    }

    public Optional<Preview> newest() {
        return Optional.ofNullable(preview);
    }

    public boolean isMutedAt(Instant time) {
        Instant until = settings.mutedUntil();
        return until != null && until.isAfter(time);
    }
}
