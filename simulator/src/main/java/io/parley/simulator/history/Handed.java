package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/**
 * One message handed to the application of one endpoint.
 *
 * @param atNanos when, on the clock that all processes of a machine share
 */
public record Handed(ConversationId conversation, long seq, MessageId id, UserName from, long atNanos) {
    public Handed(ConversationId conversation, long seq, MessageId id, UserName from) {
        this(conversation, seq, id, from, 0);
    }
}
