package io.parley.sdk;

import io.parley.protocol.ConversationId;
import java.util.Map;

/**
 * How much the own user has not read; told when it changed, on whichever endpoint, and after each sign-in.
 *
 * @param total over all conversations
 * @param changed of those that changed
 */
public record Unread(long total, Map<ConversationId, Long> changed) implements Event {
    public Unread {
        changed = Map.copyOf(changed);
    }
}
