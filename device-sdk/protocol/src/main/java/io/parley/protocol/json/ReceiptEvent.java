package io.parley.protocol.json;

import io.parley.protocol.UserName;

/**
 * Body of {@code inbox/{user}/event/receipt}: how far a user has come in a conversation. Also sent to the user's own
 * endpoints when {@code read} moved, so that read on one is read on all.
 *
 * <pre>{"conversation":"chat/bob","user":"bob","received":42,"read":40}</pre>
 *
 * @param conversation as the recipient of the event sees it
 * @param user whose marks these are
 */
public record ReceiptEvent(String conversation, UserName user, long received, long read) {}
