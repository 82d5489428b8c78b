package io.parley.sdk;

import io.parley.protocol.ConversationId;

/** The own user stands differently to a group: was invited, let in, removed. {@code group/get} says how. */
public record Membership(ConversationId group) implements Event {}
