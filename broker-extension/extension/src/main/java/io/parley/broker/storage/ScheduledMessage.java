package io.parley.broker.storage;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/**
 * A message to be sent later.
 *
 * @param id its id in the conversation too, so that sending it twice is sending it once
 * @param due when it is to be sent, Unix milliseconds
 */
public record ScheduledMessage(
        UserName user, MessageId id, ConversationId conversation, long due, String contentType, Content content) {
    public ScheduledMessage {
        if (due < 0) {
            throw new IllegalArgumentException("due " + due + " is before 1970");
        }
    }
}
