package io.parley.protocol.json;

import java.util.Map;

/**
 * Body of {@code inbox/{user}/event/unread}: told to all endpoints of a user when it changed, and once after sign-in.
 *
 * <pre>{"total":17,"unread":{"chat/bob":3,"group/climbers":0}}</pre>
 *
 * @param total over all conversations of the user
 * @param unread of those that changed, by conversation as the user sees it
 */
public record UnreadEvent(long total, Map<String, Long> unread) {
    public UnreadEvent {
        unread = Map.copyOf(unread);
    }
}
