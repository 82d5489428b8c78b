package io.parley.simulator.history;

import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One message of a conversation as {@code message/history} tells it.
 *
 * @param at Unix milliseconds, by the server's clock
 * @param change what it says if it is a change
 */
public record Logged(long seq, MessageId id, UserName from, long at, Optional<Change> change, Amended amended) {
    /** What the side log made of a message. */
    public record Amended(boolean edited, boolean recalled, Map<String, Set<UserName>> reactions) {
        public static final Amended NOT = new Amended(false, false, Map.of());

        public Amended {
            reactions = Map.copyOf(reactions);
        }
    }
}
