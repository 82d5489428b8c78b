package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Since when a user has come as far as a seq of a conversation, on the fastest of their endpoints. */
final class Reach {
    private static final long NEVER = Long.MAX_VALUE;

    private record Key(UserName user, ConversationId conversation) {}

    /** By seq; values only grow with it. */
    private final Map<Key, NavigableMap<Long, Long>> since = new HashMap<>();

    void reached(UserName user, ConversationId conversation, long seq, long atNanos) {
        NavigableMap<Long, Long> own = since.computeIfAbsent(new Key(user, conversation), it -> new TreeMap<>());
        Map.Entry<Long, Long> above = own.ceilingEntry(seq);
        if (above != null && above.getValue() <= atNanos) {
            return;
        }
        own.put(seq, atNanos);
        for (Map.Entry<Long, Long> below = own.lowerEntry(seq);
                below != null && below.getValue() >= atNanos;
                below = own.lowerEntry(seq)) {
            own.remove(below.getKey());
        }
    }

    /** @param seq 0 was always reached */
    boolean isReached(UserName user, ConversationId conversation, long seq, long atNanos) {
        return seq == 0 || since(user, conversation, seq) <= atNanos;
    }

    boolean isReached(UserName user, ConversationId conversation, long seq) {
        return seq == 0 || since(user, conversation, seq) != NEVER;
    }

    long furthest(UserName user, ConversationId conversation) {
        NavigableMap<Long, Long> own = since.getOrDefault(new Key(user, conversation), new TreeMap<>());
        return own.isEmpty() ? 0 : own.lastKey();
    }

    private long since(UserName user, ConversationId conversation, long seq) {
        NavigableMap<Long, Long> own = since.get(new Key(user, conversation));
        Map.Entry<Long, Long> entry = own == null ? null : own.ceilingEntry(seq);
        return entry == null ? NEVER : entry.getValue();
    }
}
