package io.parley.broker.conversation;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Messages that will expire, soonest first, unless the other side receives them before. */
final class Expiries {
    private final PriorityQueue<StoredMessage> soonest =
            new PriorityQueue<>(Comparator.comparingLong(StoredMessage::expiresAt));

    void add(StoredMessage message) {
        soonest.add(withoutContent(message));
    }

    /** The next one that is due; null if there is none. */
    @Nullable StoredMessage takeDue(long now) {
        StoredMessage next = soonest.peek();
        return next != null && next.isExpiredAt(now) ? soonest.poll() : null;
    }

    long nextAt() {
        StoredMessage next = soonest.peek();
        return next == null ? Conversation.NEVER : next.expiresAt();
    }

    void removeIf(Predicate<StoredMessage> received) {
        soonest.removeIf(received);
    }

    int size() {
        return soonest.size();
    }

    void clear() {
        soonest.clear();
    }

    private static StoredMessage withoutContent(StoredMessage message) {
        return new StoredMessage(
                message.seq(),
                message.id(),
                message.from(),
                message.endpoint(),
                message.at(),
                message.expiresAt(),
                "",
                Content.EMPTY);
    }
}
