package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;

/** One send of one endpoint. Its place in the endpoint's list is the order in which the application asked for it. */
public record Sent(ConversationId conversation, MessageId id, Fate fate) {}
