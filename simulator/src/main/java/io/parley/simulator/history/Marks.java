package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Set;

/** Who has received and read what: what applications did, and what others were told of it. */
public final class Marks {
    /**
     * An application marked a conversation as read.
     *
     * @param last whether nothing broke after it, so that it must stand at the end
     */
    public record Read(EndpointId endpoint, ConversationId conversation, long seq, long atNanos, boolean last) {}

    /** An endpoint was told how far {@code user} is. */
    public record Told(
            EndpointId endpoint, ConversationId conversation, UserName user, long received, long read, long atNanos) {}

    /** A sender was told how many members have come as far as {@code seq}. */
    public record Counted(
            EndpointId endpoint,
            ConversationId conversation,
            long seq,
            long of,
            long received,
            long read,
            long atNanos) {}

    /** {@code message/receipts} after everything was quiet. */
    public record Answered(
            UserName by,
            ConversationId conversation,
            long seq,
            long of,
            Set<UserName> receivedBy,
            Set<UserName> readBy) {
        public Answered {
            receivedBy = Set.copyOf(receivedBy);
            readBy = Set.copyOf(readBy);
        }
    }

    private Marks() {}
}
