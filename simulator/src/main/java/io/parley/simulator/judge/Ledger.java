package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Sent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All histories in one place: who sent what, and what is where according to anybody. */
final class Ledger {
    /** Where a message comes from, and what its sender knows. */
    record Origin(EndpointId endpoint, Fate fate) {}

    private final Map<MessageKey, Origin> origins = new LinkedHashMap<>();
    private final Map<ConversationId, NavigableMap<Long, Set<MessageKey>>> conversations = new TreeMap<>();
    private final Map<MessageKey, Set<Long>> places = new LinkedHashMap<>();

    private Ledger() {}

    static Ledger of(List<EndpointHistory> endpoints) {
        Ledger ledger = new Ledger();
        for (EndpointHistory history : endpoints) {
            for (Sent sent : history.sent()) {
                MessageKey message =
                        new MessageKey(sent.conversation(), history.endpoint().user(), sent.id());
                ledger.origins.put(message, new Origin(history.endpoint(), sent.fate()));
                if (sent.fate() instanceof Fate.Accepted accepted) {
                    ledger.place(message, accepted.seq());
                }
            }
            for (Handed handed : history.handed()) {
                ledger.place(new MessageKey(handed.conversation(), handed.from(), handed.id()), handed.seq());
            }
        }
        return ledger;
    }

    private void place(MessageKey message, long seq) {
        conversations
                .computeIfAbsent(message.conversation(), it -> new TreeMap<>())
                .computeIfAbsent(seq, it -> new HashSet<>())
                .add(message);
        places.computeIfAbsent(message, it -> new TreeSet<>()).add(seq);
    }

    Map<ConversationId, NavigableMap<Long, Set<MessageKey>>> conversations() {
        return conversations;
    }

    Map<MessageKey, Set<Long>> placesOfMessages() {
        return places;
    }

    @Nullable Origin origin(MessageKey message) {
        return origins.get(message);
    }

    long accepted() {
        return origins.values().stream()
                .filter(it -> it.fate() instanceof Fate.Accepted)
                .count();
    }

    /** What the application of {@code endpoint} must be handed, with its seq: all of its user's, but for its own sends. */
    Map<MessageKey, Long> acceptedFor(EndpointId endpoint) {
        Map<MessageKey, Long> due = new LinkedHashMap<>();
        origins.forEach((message, origin) -> {
            if (message.conversation().mayConcern(endpoint.user())
                    && !origin.endpoint().equals(endpoint)
                    && origin.fate() instanceof Fate.Accepted accepted) {
                due.put(message, accepted.seq());
            }
        });
        return due;
    }

    /** Whether something is at this place that {@code endpoint} did not send itself. */
    boolean holdsOfAnother(ConversationId conversation, long seq, EndpointId endpoint) {
        Set<MessageKey> messages =
                conversations.getOrDefault(conversation, new TreeMap<>()).getOrDefault(seq, Set.of());
        return messages.stream().anyMatch(it -> {
            Origin origin = origins.get(it);
            return origin == null || !origin.endpoint().equals(endpoint);
        });
    }
}
