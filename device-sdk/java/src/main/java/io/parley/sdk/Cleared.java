package io.parley.sdk;

import io.parley.protocol.ConversationId;

/**
 * The own user threw away what there was in a conversation, on whichever endpoint. It is out of the local store already.
 *
 * @param upTo the last seq that is gone
 */
public record Cleared(ConversationId conversation, long upTo) implements Event {}
