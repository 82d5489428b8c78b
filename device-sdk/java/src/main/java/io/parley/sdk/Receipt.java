package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;

/**
 * How far a user has come in a conversation. Only ever moves forward.
 *
 * @param user whose marks these are; the own user if a message was read on another endpoint
 * @param received everything up to this seq has reached an endpoint of the user
 * @param read everything up to this seq has been read by the user
 */
public record Receipt(ConversationId conversation, UserName user, long received, long read) {}
