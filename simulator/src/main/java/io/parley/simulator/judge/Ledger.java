package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Logged;
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
    /**
     * Where a message comes from, and what its sender knows.
     *
     * @param endpoint that sent it; null for what Parley made, which all endpoints are handed
     */
    record Origin(@Nullable EndpointId endpoint, Fate fate) {
        boolean isOf(EndpointId other) {
            return other.equals(endpoint);
        }
    }

    private final Audience audience;
    private final Map<MessageKey, Origin> origins = new LinkedHashMap<>();
    private final Map<ConversationId, Map<MessageKey, Origin>> byConversation = new TreeMap<>();
    private final Map<ConversationId, NavigableMap<Long, Set<MessageKey>>> conversations = new TreeMap<>();
    private final Map<MessageKey, Set<Long>> places = new LinkedHashMap<>();

    private Ledger(Audience audience) {
        this.audience = audience;
    }

    static Ledger of(List<EndpointHistory> endpoints, List<ConversationLog> logs, Audience audience) {
        Ledger ledger = new Ledger(audience);
        for (EndpointHistory history : endpoints) {
            for (Sent sent : history.sent()) {
                MessageKey message =
                        new MessageKey(sent.conversation(), history.endpoint().user(), sent.id());
                ledger.origin(message, new Origin(history.endpoint(), sent.fate()));
                if (sent.fate() instanceof Fate.Accepted accepted) {
                    ledger.place(message, accepted.seq());
                }
            }
        }
        logs.forEach(ledger::add);
        for (EndpointHistory history : endpoints) {
            for (Handed handed : history.handed()) {
                MessageKey message = new MessageKey(handed.conversation(), handed.from(), handed.id());
                ledger.place(message, handed.seq());
            }
        }
        return ledger;
    }

    private void add(ConversationLog log) {
        for (Logged logged : log.messages()) {
            MessageKey message = new MessageKey(log.conversation(), logged.from(), logged.id());
            if (logged.change().isPresent()) {
                made(message, logged.seq());
            }
            place(message, logged.seq());
        }
    }

    /** By the server, as the answer to a call. */
    private void made(MessageKey message, long seq) {
        if (!origins.containsKey(message)) {
            origin(message, new Origin(null, new Fate.Accepted(seq)));
        }
    }

    private void origin(MessageKey message, Origin origin) {
        origins.put(message, origin);
        byConversation
                .computeIfAbsent(message.conversation(), it -> new LinkedHashMap<>())
                .put(message, origin);
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

    /** Messages their senders sent and were told are accepted. */
    long accepted() {
        return origins.values().stream()
                .filter(it -> it.endpoint() != null && it.fate() instanceof Fate.Accepted)
                .count();
    }

    /** What the application of {@code endpoint} must be handed, with its seq: all its user must see, but for its own sends. */
    Map<MessageKey, Long> dueTo(EndpointId endpoint) {
        Map<MessageKey, Long> due = new LinkedHashMap<>();
        byConversation.forEach((conversation, messages) -> {
            if (conversation.mayConcern(endpoint.user())) {
                messages.forEach((message, origin) -> {
                    if (!origin.isOf(endpoint)
                            && origin.fate() instanceof Fate.Accepted accepted
                            && audience.right(endpoint.user(), conversation, accepted.seq()) == Audience.Right.MUST) {
                        due.put(message, accepted.seq());
                    }
                });
            }
        });
        return due;
    }

    /** Whether something is at this place that {@code endpoint} must have and did not send itself. */
    boolean holdsOfAnother(ConversationId conversation, long seq, EndpointId endpoint) {
        if (audience.right(endpoint.user(), conversation, seq) != Audience.Right.MUST) {
            return false;
        }
        Set<MessageKey> messages =
                conversations.getOrDefault(conversation, new TreeMap<>()).getOrDefault(seq, Set.of());
        return messages.stream().anyMatch(it -> {
            Origin origin = origins.get(it);
            return origin == null || !origin.isOf(endpoint);
        });
    }
}
