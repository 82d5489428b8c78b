package io.parley.cli.messenger;

import io.parley.protocol.ConversationId;
import java.time.Instant;

/**
 * A line of the list of conversations.
 *
 * @param title what people call it; a chat's is the other one's name
 * @param last newest seq, 0 if there is none
 * @param at when the newest message came
 * @param read up to which seq the user has read
 * @param preview of the newest message, with who said it where that matters
 * @param draft what was typed and not sent, on whichever endpoint
 */
public record Summary(
        ConversationId conversation,
        String title,
        long last,
        Instant at,
        long read,
        long unread,
        String preview,
        String draft,
        Flags flags) {
    /** How the user has set it. @param muted at this moment */
    public record Flags(boolean pinned, boolean muted, boolean archived, boolean markedUnread) {
        public static final Flags NONE = new Flags(false, false, false, false);
    }

    /** One that nothing is known of yet but its name. */
    public static Summary fresh(ConversationId conversation, String title, Instant at) {
        return new Summary(conversation, title, 0, at, 0, 0, "", "", Flags.NONE);
    }

    public Summary unread(long count) {
        return new Summary(conversation, title, last, at, read, count, preview, draft, flags);
    }

    public Summary draft(String text) {
        return new Summary(conversation, title, last, at, read, unread, preview, text, flags);
    }

    public Summary flags(Flags next) {
        return new Summary(conversation, title, last, at, read, unread, preview, draft, next);
    }

    /** With nothing to see any more. */
    public Summary empty() {
        return new Summary(conversation, title, last, at, read, 0, "", draft, flags);
    }

    /** With what came last; unchanged if something newer is known. */
    public Summary newest(long seq, Instant when, String text) {
        return seq < last ? this : new Summary(conversation, title, seq, when, read, unread, text, draft, flags);
    }
}
