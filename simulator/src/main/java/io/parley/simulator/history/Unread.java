package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Map;

/** What users were told of what they have not read. */
public final class Unread {
    /**
     * A row of {@code conversation/list} after everything was quiet.
     *
     * @param read how far the user has read
     */
    public record Listed(UserName user, ConversationId conversation, long last, long read, long unread) {}

    /** The sum in the same answer. */
    public record Total(UserName user, long total) {}

    /**
     * The newest {@code event/unread} of one endpoint.
     *
     * @param unread of every conversation it was ever told of; of others it was told nothing, which means 0
     */
    public record Told(EndpointId endpoint, long total, Map<ConversationId, Long> unread) {
        public Told {
            unread = Map.copyOf(unread);
        }
    }

    private Unread() {}
}
