package io.parley.protocol.json;

import io.parley.protocol.MessageId;

/**
 * Body of {@code inbox/{user}/event/expired}: a message of this user passed its expiry before any endpoint of the
 * recipient had received it.
 *
 * <pre>{"conversation":"chat/bob","seq":42,"id":"0198…"}</pre>
 */
public record ExpiredEvent(String conversation, long seq, MessageId id) {}
