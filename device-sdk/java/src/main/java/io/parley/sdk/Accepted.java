package io.parley.sdk;

import io.parley.protocol.ConversationId;
import java.time.Instant;

/**
 * A call has written to a conversation or its side log.
 *
 * @param duplicate whether the same request had been accepted before; the rest is of that first time
 * @param conversation where the entry is, a side log for edits, recalls and reactions
 * @param seq of the entry
 */
public record Accepted(boolean duplicate, ConversationId conversation, long seq, Instant at) {}
