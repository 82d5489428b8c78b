package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;

/** A message of this endpoint has come further; also told for messages sent before a restart. */
public record StatusChange(MessageId id, ConversationId conversation, MessageStatus status) {}
