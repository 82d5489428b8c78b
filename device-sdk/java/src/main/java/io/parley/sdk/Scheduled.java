package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;

/**
 * What became of a message that was to be sent later, on whichever endpoint that was said.
 *
 * @param status {@code accepted}, {@code rejected} or {@code cancelled}
 * @param seq where it is in its conversation, 0 if it is not
 * @param reason why it was rejected; empty if it was not
 */
public record Scheduled(MessageId id, ConversationId conversation, String status, long seq, String reason)
        implements Event {}
