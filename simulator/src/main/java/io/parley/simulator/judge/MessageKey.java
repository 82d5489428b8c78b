package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/** Which message: ids are their sender's own. */
record MessageKey(ConversationId conversation, UserName from, MessageId id) {
    @Override
    public String toString() {
        return id + " from " + from + " in " + conversation;
    }
}
