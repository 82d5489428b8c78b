package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import java.util.Map;

/**
 * Where an endpoint starts in each conversation: where it says it stands, else as it asked for. Part of {@link
 * EndpointSession} and of its thread.
 */
final class Places {
    private Map<ConversationId, Long> stands = Map.of();
    private int latest;
    private boolean withUser;

    /** A Parley endpoint says so itself. */
    void said(SyncDemand demand) {
        stands = demand.received();
        latest = demand.latest();
        withUser = false;
    }

    /** A plain endpoint left off there; one that was never seen starts where its user is. */
    void stored(Map<ConversationId, Long> received) {
        stands = Map.copyOf(received);
        withUser = received.isEmpty();
    }

    boolean areWithUser() {
        return withUser;
    }

    Map<ConversationId, Long> stands() {
        return stands;
    }

    /** Puts the flow, whose head is known, in its place. */
    void place(Flow flow) {
        Long stand = stands.get(flow.conversation());
        if (stand != null) {
            flow.position(Math.min(stand, flow.last()));
        } else if (withUser) {
            flow.position(
                    flow.conversation().isAmendments()
                            ? flow.last()
                            : flow.mine().received());
        } else {
            flow.position(0, latest == 0 ? 0 : Math.max(0, flow.last() - latest));
        }
    }
}
