package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.sdk.Amendments;
import io.parley.sdk.HistoryEntry;
import java.time.Instant;
import java.util.List;

/**
 * Messages of a conversation as the server tells them to one who looks back, ascending.
 *
 * @param asOf the side log had been received up to here when the page was asked for
 */
public record HistoryPage(ConversationId conversation, long asOf, List<Line> lines) {
    /** @param message with its content as it is now */
    public record Line(Incoming message, Amendments amendments) {
        public HistoryEntry entry() {
            return new HistoryEntry(
                    message.id(),
                    message.conversation(),
                    message.seq(),
                    message.from(),
                    Instant.ofEpochMilli(message.at()),
                    message.expiresAt() == 0 ? null : Instant.ofEpochMilli(message.expiresAt()),
                    message.contentType(),
                    message.content(),
                    null,
                    amendments);
        }
    }

    /**
     * Where the next page lies.
     *
     * @param before seq; 0: the newest there are
     * @param mark how far the conversation has been received
     * @param asOf how far its side log has
     */
    public record Edge(long before, long mark, long asOf) {}

    public HistoryPage {
        lines = List.copyOf(lines);
    }
}
