package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint starts in each conversation: where it says it stands, else where it has said before on this
 * connection, else as it asked for. Part of {@link EndpointSession} and of its thread.
 */
final class Places {
    /** Conversations of which something is remembered; past it an endpoint must name them, or is sent them again. */
    private static final int HEARD_MAX = 16_384;

    private Map<ConversationId, Long> named = Map.of();
    /** The furthest that receipts and syncs of this connection said. */
    private final Map<ConversationId, Long> heard = new HashMap<>();

    /** Floors of what was never spoken of when it was placed: the log grows, where it begins on this connection stays. */
    private final Map<ConversationId, Long> begun = new HashMap<>();

    private Covered covered = Covered.ALL;
    private int latest;
    private boolean withUser;

    /** A Parley endpoint says so itself. */
    void said(SyncDemand demand) {
        named = demand.received();
        named.forEach(this::heard);
        latest = demand.latest();
        withUser = false;
    }

    /** A receipt says so in passing. */
    void heard(ConversationId conversation, long seq) {
        if (heard.size() < HEARD_MAX || heard.containsKey(conversation)) {
            heard.merge(conversation, seq, Math::max);
        }
    }

    /** A plain endpoint left off there; one that was never seen starts where its user is. */
    void stored(Map<ConversationId, Long> received) {
        named = Map.copyOf(received);
        withUser = received.isEmpty();
    }

    private @Nullable Long standIn(ConversationId conversation) {
        Long stand = named.get(conversation);
        return stand != null ? stand : heard.get(conversation);
    }

    /** Everything up to there the endpoint has, or is about to be sent. */
    long standOf(Flow flow) {
        if (flow.isPositioned()) {
            return flow.last();
        }
        Long stand = standIn(flow.conversation());
        if (stand == null && withUser) {
            stand = flow.conversation().isAmendments()
                    ? Long.MAX_VALUE
                    : flow.mine().received();
        }
        return stand == null ? 0 : stand;
    }

    /** Whether the endpoint has more than we know there is. */
    boolean isAheadOf(Flow flow) {
        Long stand = standIn(flow.conversation());
        return stand != null && stand > flow.last();
    }

    void cover(Covered kinds) {
        covered = kinds;
    }

    boolean isCovered(Flow flow) {
        return covered.includes(flow.conversation());
    }

    /** Puts the flow, whose head is known, in its place; one that is not covered has none. */
    void place(Flow flow) {
        if (!isCovered(flow)) {
            flow.leave();
            return;
        }
        Long stand = standIn(flow.conversation());
        Long floor = begun.get(flow.conversation());
        if (stand != null && !stand.equals(floor)) {
            if (stand > flow.last()) {
                // nobody can have that; the next sync is not to build on it
                heard.remove(flow.conversation());
            }
            flow.position(Math.min(stand, flow.last()));
        } else if (withUser) {
            flow.position(
                    flow.conversation().isAmendments()
                            ? flow.last()
                            : flow.mine().received());
        } else {
            flow.position(0, floor != null ? floor : begin(flow));
        }
    }

    private long begin(Flow flow) {
        long floor = latest == 0 ? 0 : Math.max(0, flow.last() - latest);
        if (begun.size() < HEARD_MAX) {
            begun.put(flow.conversation(), floor);
        }
        return floor;
    }
}
