package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code api/sync} of an endpoint.
 *
 * @param received where the endpoint says it stands
 * @param limit most messages it wants before the reply, 1 or more
 * @param latest most messages it wants of a conversation it does not name; 0 for all
 * @param replyTo topic of the reply
 */
public record SyncDemand(
        Map<ConversationId, Long> received,
        int limit,
        int latest,
        String replyTo,
        @Nullable MessageId correlation) {
    public SyncDemand {
        received = Map.copyOf(received);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more, was " + limit);
        }
    }
}
