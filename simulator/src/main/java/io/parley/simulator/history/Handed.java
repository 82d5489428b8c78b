package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/** One message handed to the application of one endpoint. */
public record Handed(ConversationId conversation, long seq, MessageId id, UserName from) {}
