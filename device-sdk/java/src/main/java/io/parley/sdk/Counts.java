package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.json.CountsEvent;
import java.util.List;

/**
 * How many members of a group have received and read messages of the own user.
 *
 * @param of members other than the own user
 * @param counts cumulative: whoever has a later message has an earlier one too
 */
public record Counts(ConversationId conversation, int of, List<CountsEvent.Count> counts) implements Event {
    public Counts {
        counts = List.copyOf(counts);
    }
}
