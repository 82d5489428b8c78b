package io.parley.protocol.json;

import io.parley.protocol.UserName;

/**
 * Body of {@code inbox/{user}/event/typing}: somebody in a conversation is writing, or no longer is. Never stored, may be
 * lost; believe it for a few seconds only.
 *
 * <pre>{"conversation":"chat/alice","user":"alice","typing":true}</pre>
 */
public record TypingEvent(String conversation, UserName user, boolean typing) {}
