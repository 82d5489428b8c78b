package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Handed;
import java.util.HashMap;
import java.util.Map;

/** From which place of each conversation on an endpoint is to have everything: the first, or where it began. */
final class Beginnings {
    private final boolean everything;
    private final Map<ConversationId, Long> first = new HashMap<>();

    Beginnings(EndpointHistory history) {
        this.everything = history.newest() == 0;
        for (Handed handed : history.handed()) {
            first.merge(handed.conversation(), handed.seq(), Math::min);
        }
    }

    /** Where it was handed nothing, it begins at the end. */
    long of(ConversationId conversation) {
        return everything ? 1 : first.getOrDefault(conversation, Long.MAX_VALUE);
    }
}
