package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which owners are asked for the newest seq of their conversation, a bounded number at a time, again until they answer:
 * an owner may be moving, or its node dead. Part of {@link EndpointSession} and of its thread.
 */
final class Heads {
    private record Asked(int times, long againAt) {}

    private final DeliverySettings settings;
    private final SessionHost host;
    private final RandomGenerator random;
    private final Set<ConversationId> toAsk = new LinkedHashSet<>();
    private final Map<ConversationId, Asked> asked = new HashMap<>();
    private boolean loading;
    private boolean loadAgain;
    private int loadFailures;
    private long loadAt = Long.MAX_VALUE;

    Heads(DeliverySettings settings, SessionHost host, RandomGenerator random) {
        this.settings = settings;
        this.host = host;
        this.random = random;
    }

    /** Learns the user's conversations anew; {@link #ask} for them follows on the answer. */
    void start() {
        if (loading) {
            loadAgain = true;
        } else {
            loading = true;
            host.loadConversations();
        }
    }

    void loaded(Collection<ConversationId> conversations, long now) {
        loadFailures = 0;
        loading = loadAgain;
        if (loadAgain) {
            loadAgain = false;
            host.loadConversations();
            return;
        }
        toAsk.addAll(conversations);
        pump(now);
    }

    void loadFailed(long now) {
        loadFailures++;
        loadAt = now + settings.retryDelayMillis(loadFailures, random);
    }

    void ask(ConversationId conversation, long now) {
        toAsk.add(conversation);
        pump(now);
    }

    void answered(ConversationId conversation, long now) {
        asked.remove(conversation);
        pump(now);
    }

    /** Whether an answer is still to come. */
    boolean isAwaited(ConversationId conversation) {
        return asked.containsKey(conversation) || toAsk.contains(conversation);
    }

    boolean isDone() {
        return !loading && toAsk.isEmpty() && asked.isEmpty();
    }

    private void pump(long now) {
        Iterator<ConversationId> next = toAsk.iterator();
        while (next.hasNext() && asked.size() < settings.headsMax()) {
            ConversationId conversation = next.next();
            // one under way may have been answered before the news we look for: it is asked again afterwards
            if (!asked.containsKey(conversation)) {
                next.remove();
                ask(conversation, 1, now);
            }
        }
    }

    private void ask(ConversationId conversation, int times, long now) {
        asked.put(conversation, new Asked(times, now + settings.retryDelayMillis(times, random)));
        host.askHead(conversation);
    }

    void tick(long now) {
        if (now >= loadAt) {
            loadAt = Long.MAX_VALUE;
            host.loadConversations();
        }
        if (!asked.isEmpty()) {
            askAgain(now);
        }
    }

    private void askAgain(long now) {
        List<Map.Entry<ConversationId, Asked>> overdue = asked.entrySet().stream()
                .filter(entry -> now >= entry.getValue().againAt())
                .toList();
        overdue.forEach(entry -> ask(entry.getKey(), entry.getValue().times() + 1, now));
    }

    long dueAt() {
        long due = loadAt;
        for (Asked one : asked.values()) {
            due = Math.min(due, one.againAt());
        }
        return due;
    }
}
