package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import java.util.List;

/**
 * The edits, recalls and reactions of a conversation, read from the server like a {@link ConversationLog}.
 *
 * @param subject the conversation they are about
 */
public record SideLog(ConversationId subject, List<Entry> entries) {
    /** One of them. */
    public record Entry(long seq, UserName by, Amendment amendment) {}

    /**
     * What the application of one endpoint was told of one conversation, in the order it was told.
     *
     * @param complete whether it was there to be told all of it: it never died, and began with the first
     */
    public record Told(EndpointId endpoint, ConversationId subject, boolean complete, List<Heard> heard) {
        public Told {
            heard = List.copyOf(heard);
        }
    }

    /** What the store of one endpoint shows of a message that was amended, at the end. */
    public record Shown(EndpointId endpoint, ConversationId subject, long seq, Logged.Amended amended) {}

    /** What is told of an entry. */
    public record Heard(UserName by, Amendment amendment) {}

    public SideLog {
        entries = List.copyOf(entries);
    }
}
