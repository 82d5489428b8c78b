package io.parley.sdk;

import io.parley.protocol.ConversationId;

/**
 * Messages are missing before one that has arrived. Nothing is handed out of order: what came early is held while the
 * missing ones are pulled, so an application need not act on this; it may want to show it.
 *
 * @param firstMissing first seq that has not arrived
 * @param lastMissing last seq that has not arrived before one that has
 * @param closed whether the gap has been filled since it was told
 */
public record Gap(ConversationId conversation, long firstMissing, long lastMissing, boolean closed) {}
