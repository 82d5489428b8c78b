package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/**
 * One message handed to the application of one endpoint.
 *
 * @param content of what Parley itself made, a change or an amendment; of anything else empty
 * @param atNanos when, on the clock that all processes of a machine share
 */
public record Handed(ConversationId conversation, long seq, MessageId id, UserName from, String content, long atNanos) {
    public Handed(ConversationId conversation, long seq, MessageId id, UserName from) {
        this(conversation, seq, id, from, "", 0);
    }
}
