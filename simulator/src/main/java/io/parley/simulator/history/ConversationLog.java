package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import java.util.List;

/**
 * A conversation from its first message to its last, read from the server after everything was quiet by someone who may
 * see all of it.
 */
public record ConversationLog(ConversationId conversation, List<Logged> messages) {
    public ConversationLog {
        messages = List.copyOf(messages);
    }

    public long last() {
        return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).seq();
    }
}
