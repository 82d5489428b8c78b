package io.parley.cli.messenger;

import io.parley.protocol.ConversationId;

/** A message that was searched for and found. */
public record Hit(ConversationId conversation, Item item) {}
