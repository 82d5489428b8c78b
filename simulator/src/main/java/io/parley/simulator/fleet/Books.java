package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Sent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the applications were told of their sends, kept in this process, which is never killed. A send counts from the
 * moment its application was told that it is queued: what a killed application had not been told so, it had not sent,
 * unless its store says later that it had. Safe from any thread.
 */
public final class Books {
    static final long NUMBER_UNKNOWN = Long.MAX_VALUE;

    private record Key(EndpointId endpoint, MessageId id) {}

    private static final class Entry {
        private final ConversationId conversation;
        private long number = NUMBER_UNKNOWN;
        private final List<Fate> fates = new ArrayList<>();

        Entry(ConversationId conversation) {
            this.conversation = conversation;
        }

        boolean isAccepted() {
            return fates.stream().anyMatch(it -> it instanceof Fate.Accepted);
        }
    }

    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Map<UserName, Long> acceptedOfUser = new HashMap<>();
    private final Map<EndpointId, Long> acceptedBy = new HashMap<>();
    private final Map<EndpointId, Long> handed = new HashMap<>();
    private final Map<EndpointId, Map<Long, String>> failedAtOnce = new HashMap<>();
    private long accepted;

    /** The store has it. */
    synchronized void queued(EndpointId endpoint, MessageId id, ConversationId conversation, long number) {
        Entry entry = entry(endpoint, id, conversation);
        entry.number = Math.min(entry.number, number);
    }

    /** The sender was told; being told the same again changes nothing. */
    synchronized void fate(EndpointId endpoint, MessageId id, ConversationId conversation, Fate fate) {
        Entry entry = entry(endpoint, id, conversation);
        if (entry.fates.contains(fate)) {
            return;
        }
        if (fate instanceof Fate.Accepted && !entry.isAccepted()) {
            accepted++;
            acceptedBy.merge(endpoint, 1L, Long::sum);
            if (!conversation.isGroup()) {
                acceptedOfUser.merge(conversation.first(), 1L, Long::sum);
                if (!conversation.first().equals(conversation.second())) {
                    acceptedOfUser.merge(conversation.second(), 1L, Long::sum);
                }
            }
        }
        entry.fates.add(fate);
    }

    /** It never came to be queued, and its application was told so. */
    synchronized void failedAtOnce(EndpointId endpoint, long number, String reason) {
        failedAtOnce.computeIfAbsent(endpoint, it -> new TreeMap<>()).put(number, reason);
    }

    private Entry entry(EndpointId endpoint, MessageId id, ConversationId conversation) {
        return entries.computeIfAbsent(new Key(endpoint, id), it -> new Entry(conversation));
    }

    /** @param count of messages its application has, from the beginning */
    synchronized void handed(EndpointId endpoint, long count) {
        handed.merge(endpoint, count, Math::max);
    }

    /** How many messages the application of {@code endpoint} has been handed. */
    public synchronized long handedCount(EndpointId endpoint) {
        return handed.getOrDefault(endpoint, 0L);
    }

    public synchronized long accepted() {
        return accepted;
    }

    public synchronized long delivered() {
        return handed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Sends whose senders wait to hear, of this endpoint. */
    public synchronized long waiting(EndpointId endpoint) {
        return entries.entrySet().stream()
                .filter(it -> it.getKey().endpoint().equals(endpoint)
                        && it.getValue().fates.isEmpty())
                .count();
    }

    /** How many accepted messages of chats the application of {@code endpoint} has not been handed yet, if there are no groups. */
    synchronized long missing(EndpointId endpoint) {
        long due = acceptedOfUser.getOrDefault(endpoint.user(), 0L) - acceptedBy.getOrDefault(endpoint, 0L);
        return Math.max(0, due - handed.getOrDefault(endpoint, 0L));
    }

    public synchronized long refusedAtOnce() {
        return failedAtOnce.values().stream().mapToLong(Map::size).sum();
    }

    /** What the endpoint sent, in the order it did; a send with contradicting fates is listed with each of them. */
    public synchronized List<Sent> sent(EndpointId endpoint) {
        List<Map.Entry<Key, Entry>> own = new ArrayList<>(entries.entrySet());
        own.removeIf(it -> !it.getKey().endpoint().equals(endpoint));
        own.sort(Comparator.comparingLong(it -> it.getValue().number));
        List<Sent> sent = new ArrayList<>();
        for (Map.Entry<Key, Entry> it : own) {
            Entry entry = it.getValue();
            if (entry.fates.isEmpty()) {
                sent.add(new Sent(entry.conversation, it.getKey().id(), new Fate.Unknown()));
            }
            for (Fate fate : entry.fates) {
                sent.add(new Sent(entry.conversation, it.getKey().id(), fate));
            }
        }
        return sent;
    }
}
