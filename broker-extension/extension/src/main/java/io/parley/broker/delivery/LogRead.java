package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;

/**
 * A read from the log that a session asks for, as {@link io.parley.broker.storage.ConversationStore#read} takes it.
 *
 * @param number tells it from other reads of the session
 */
public record LogRead(
        long number, ConversationId conversation, long fromSeq, long toSeq, int messagesMax, long bytesMax) {}
