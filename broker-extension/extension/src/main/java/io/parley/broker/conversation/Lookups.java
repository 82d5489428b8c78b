package io.parley.broker.conversation;

import io.parley.broker.storage.Digest;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store about ids that memory cannot judge, many at a time. What the table of ids says is believed only if the
 * log has that id at that seq: the row may be left over from a block that never became part of the log.
 */
final class Lookups {
    private static final int BATCH_MAX = 64;

    private final ConversationEffects effects;
    private final ConversationObserver observer;
    private final Step step;
    private final ArrayDeque<Waiting> needed = new ArrayDeque<>();
    private List<Waiting> batch = List.of();
    private Map<SenderId, KnownId> candidates = Map.of();

    Lookups(ConversationEffects effects, ConversationSettings settings, ConversationObserver observer) {
        this.effects = effects;
        this.observer = observer;
        this.step = new Step(settings);
    }

    void need(Waiting waiting) {
        waiting.awaitsLookup = true;
        needed.add(waiting);
    }

    void go(long now) {
        if (needed.isEmpty() || !step.start(now)) {
            return;
        }
        batch = new ArrayList<>();
        Set<SenderId> ids = new LinkedHashSet<>();
        while (!needed.isEmpty() && batch.size() < BATCH_MAX) {
            Waiting waiting = needed.remove();
            batch.add(waiting);
            SenderId after = waiting.afterKey();
            if (waiting.askOwn) {
                ids.add(waiting.key);
            }
            if (waiting.askAfter && after != null) {
                ids.add(after);
            }
        }
        observer.idsLookedUp(ids.size());
        effects.findIds(ids);
    }

    void idsFound(Map<SenderId, KnownId> found, long last) {
        candidates = new HashMap<>();
        found.forEach((id, known) -> {
            if (known.seq() <= last) {
                candidates.put(id, known);
            }
        });
        if (candidates.isEmpty() || batch.isEmpty()) {
            settle(Map.of());
        } else {
            effects.readMessages(candidates.values().stream().map(KnownId::seq).toList());
        }
    }

    void messagesRead(Collection<StoredMessage> messages) {
        Map<SenderId, KnownId> believed = new HashMap<>();
        for (StoredMessage message : messages) {
            SenderId id = new SenderId(message.from(), message.id());
            KnownId candidate = candidates.get(id);
            if (candidate != null && candidate.seq() == message.seq()) {
                Digest digest = Digest.of(message.contentType(), message.content());
                believed.put(id, new KnownId(message.seq(), message.at(), digest));
            }
        }
        settle(believed);
    }

    private void settle(Map<SenderId, KnownId> believed) {
        step.succeeded();
        for (Waiting waiting : batch) {
            waiting.awaitsLookup = false;
            waiting.known = believed.get(waiting.key);
            @Nullable SenderId after = waiting.afterKey();
            waiting.mayFollow |= after != null && believed.containsKey(after);
        }
        batch = List.of();
        candidates = Map.of();
    }

    void failed(long now) {
        step.failed(now);
        for (int i = batch.size() - 1; i >= 0; i--) {
            needed.addFirst(batch.get(i));
        }
        batch = List.of();
        candidates = Map.of();
    }

    /** Forgets what was asked: the log has changed meanwhile. An answer under way will change nothing. */
    void reset() {
        needed.clear();
        batch = List.of();
        candidates = Map.of();
    }

    long retryAt() {
        return needed.isEmpty() ? Conversation.NEVER : step.retryAt();
    }
}
