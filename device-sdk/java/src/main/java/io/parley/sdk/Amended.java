package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import java.time.Instant;

/**
 * A message was edited, recalled, or someone reacted to it.
 *
 * @param conversation the one the message is in, not its side log
 * @param by who did it; the own user too, on whichever endpoint
 * @param amendment names the message by its seq; the message may be older than what the local store has
 */
public record Amended(ConversationId conversation, UserName by, Instant at, Amendment amendment) {}
