package io.parley.broker.delivery;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;

/**
 * One message on its way to one endpoint.
 *
 * @param resend how often it was sent to this endpoint before; 0 the first time
 * @param gone whether it is expired and goes without its content
 */
public record Delivery(ConversationId conversation, StoredMessage message, int resend, boolean gone) {}
