package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.UnreadEvent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the endpoint is told of unread messages: computed from the marks whenever they may have moved, gathered for a
 * moment, told if it is not what was told last. Part of {@link EndpointSession} and of its thread.
 */
final class Unread {
    private final UserName user;
    private final DeliverySettings settings;
    private final SessionHost host;
    private final Flows flows;
    private final Map<ConversationId, Long> told = new HashMap<>();
    private final Set<ConversationId> moved = new LinkedHashSet<>();
    private long total;
    private boolean started;
    private long dueAt = Long.MAX_VALUE;

    Unread(UserName user, DeliverySettings settings, SessionHost host, Flows flows) {
        this.user = user;
        this.settings = settings;
        this.host = host;
        this.flows = flows;
    }

    /** The conversations are known: tells what there is, once. */
    void start() {
        if (!started) {
            started = true;
            moved.addAll(flows.conversations());
            tell(true);
        }
    }

    void moved(Flow flow, long now) {
        if (!flow.conversation().isAmendments() && moved.add(flow.conversation()) && started) {
            dueAt = Math.min(dueAt, now + settings.unreadDelayMillis());
        }
    }

    void tick(long now) {
        if (now >= dueAt) {
            tell(false);
        }
    }

    long dueAt() {
        return dueAt;
    }

    private void tell(boolean first) {
        dueAt = Long.MAX_VALUE;
        Map<String, Long> news = new HashMap<>();
        for (ConversationId conversation : moved) {
            Flow flow = flows.get(conversation);
            if (flow != null && !conversation.isAmendments()) {
                long unread = flow.unread();
                long before = told.getOrDefault(conversation, 0L);
                if (unread != before) {
                    told.put(conversation, unread);
                    total += unread - before;
                    news.put(conversation.seenBy(user), unread);
                }
            }
        }
        moved.clear();
        if (first || !news.isEmpty()) {
            host.unread(new UnreadEvent(total, news));
        }
    }
}
