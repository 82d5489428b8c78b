package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Marks on their way from and to the store; those to it are gathered for a moment, the newest of a conversation counts. Part of {@link
 * EndpointSession} and of its thread.
 */
final class MarkKeeping {
    private final DeliverySettings settings;
    private final SessionHost host;
    private final RandomGenerator random;
    private final Map<ConversationId, Long> changed = new HashMap<>();
    private Map<ConversationId, Long> saving = Map.of();
    private int failures;
    private long dueAt = Long.MAX_VALUE;
    private int loadFailures;
    private long loadAt = Long.MAX_VALUE;

    MarkKeeping(DeliverySettings settings, SessionHost host, RandomGenerator random) {
        this.settings = settings;
        this.host = host;
        this.random = random;
    }

    void load() {
        host.loadMarks();
    }

    void loadFailed(long now) {
        loadFailures++;
        loadAt = now + settings.retryDelayMillis(loadFailures, random);
    }

    void changed(ConversationId conversation, long received, long now) {
        changed.put(conversation, received);
        if (dueAt == Long.MAX_VALUE && saving.isEmpty()) {
            dueAt = now + settings.marksDelayMillis();
        }
    }

    void tick(long now) {
        if (now >= loadAt) {
            loadAt = Long.MAX_VALUE;
            load();
        }
        if (now >= dueAt) {
            save();
        }
    }

    private void save() {
        dueAt = Long.MAX_VALUE;
        if (!changed.isEmpty()) {
            saving = Map.copyOf(changed);
            changed.clear();
            host.saveMarks(saving);
        }
    }

    void saved(boolean done, long now) {
        if (done) {
            failures = 0;
        } else {
            failures++;
            saving.forEach(changed::putIfAbsent);
        }
        saving = Map.of();
        if (!changed.isEmpty()) {
            dueAt = now + (done ? settings.marksDelayMillis() : settings.retryDelayMillis(failures, random));
        }
    }

    void close() {
        saving.forEach(changed::putIfAbsent);
        save();
    }

    long dueAt() {
        return Math.min(dueAt, loadAt);
    }
}
