package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;

/**
 * Somebody writes, or no longer does. That they stopped may be lost: believe it for a few seconds only, see {@link
 * #BELIEVED_SECONDS}.
 */
public record Typing(ConversationId conversation, UserName user, boolean typing) implements Event {
    /** Who goes on typing is told again within this time. */
    public static final int BELIEVED_SECONDS = 6;
}
