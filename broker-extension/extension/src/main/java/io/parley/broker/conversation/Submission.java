package io.parley.broker.conversation;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the owner of its conversation. Its sender is authenticated, its form checked.
 *
 * @param from the endpoint it came from
 * @param connection number of the connection it came over, unique on its node; part of the return address
 * @param after id of the message it must follow, null if none
 * @param expiryMillis how long it is worth anything, from acceptance; 0 for ever
 */
public record Submission(
        ConversationId conversation,
        EndpointId from,
        long connection,
        MessageId id,
        @Nullable MessageId after,
        long expiryMillis,
        String contentType,
        Content content) {}
