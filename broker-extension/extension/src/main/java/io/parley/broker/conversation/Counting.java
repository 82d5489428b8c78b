package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells senders in a group how many have received and read what they sent: of their newest messages only, at most once in
 * a while, and not the same twice. So a receipt costs the group no more than its mark. Part of {@link Receipts}.
 */
final class Counting {
    private static final int MESSAGES_MAX = 16;
    private static final int SENDERS_MAX = 256;

    /** Where a sender is told. */
    interface Told {
        void counts(UserName sender, int of, List<Count> counts);
    }

    private final long pauseMillis;
    private final Map<UserName, Deque<Long>> newest = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UserName, List<Count>> told = new HashMap<>();
    private boolean moved;
    private long nextAt;

    Counting(long pauseMillis) {
        this.pauseMillis = pauseMillis;
    }

    void committed(Block block) {
        for (StoredMessage message : block.messages()) {
            Deque<Long> seqs = newest.computeIfAbsent(message.from(), fresh -> new ArrayDeque<>());
            seqs.addFirst(message.seq());
            if (seqs.size() > MESSAGES_MAX) {
                seqs.removeLast();
            }
        }
        Iterator<UserName> oldest = newest.keySet().iterator();
        while (newest.size() > SENDERS_MAX) {
            told.remove(oldest.next());
            oldest.remove();
        }
    }

    void clear() {
        newest.clear();
        told.clear();
    }

    void moved() {
        moved = true;
    }

    /** A sender that comes back hears again. */
    void returned(UserName sender) {
        if (told.remove(sender) != null) {
            moved = true;
        }
    }

    long dueAt() {
        return moved && !newest.isEmpty() ? nextAt : Conversation.NEVER;
    }

    /** @param keepers of all members */
    void go(Collection<MarkKeeper> keepers, Audience audience, Told sink, long now) {
        if (!moved || now < nextAt || newest.isEmpty()) {
            return;
        }
        moved = false;
        nextAt = now + pauseMillis;
        long[] received = sorted(keepers, true);
        long[] read = sorted(keepers, false);
        Map<UserName, UserMarks> own = new HashMap<>();
        keepers.forEach(keeper -> own.put(keeper.user, keeper.durable()));
        Iterator<Map.Entry<UserName, Deque<Long>>> each = newest.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<UserName, Deque<Long>> entry = each.next();
            UserName sender = entry.getKey();
            UserMarks mine = own.get(sender);
            if (audience.hears(sender)) {
                int others = keepers.size() - (mine == null ? 0 : 1);
                List<Count> counts = new ArrayList<>(entry.getValue().size());
                for (long seq : entry.getValue()) {
                    int mineReceived = mine != null && mine.received() >= seq ? 1 : 0;
                    int mineRead = mine != null && mine.read() >= seq ? 1 : 0;
                    counts.add(new Count(seq, atLeast(received, seq) - mineReceived, atLeast(read, seq) - mineRead));
                }
                if (!counts.equals(told.put(sender, counts))) {
                    sink.counts(sender, others, counts);
                }
                entry.getValue().removeIf(seq -> isReadByAll(counts, seq, others));
                if (entry.getValue().isEmpty()) {
                    each.remove();
                    told.remove(sender);
                }
            }
        }
    }

    private static boolean isReadByAll(List<Count> counts, long seq, int others) {
        return counts.stream().anyMatch(count -> count.seq() == seq && count.read() >= others);
    }

    private static long[] sorted(Collection<MarkKeeper> keepers, boolean received) {
        long[] marks = new long[keepers.size()];
        int i = 0;
        for (MarkKeeper keeper : keepers) {
            marks[i++] =
                    received ? keeper.durable().received() : keeper.durable().read();
        }
        Arrays.sort(marks);
        return marks;
    }

    /** How many of the sorted marks are {@code seq} or more. */
    private static int atLeast(long[] sorted, long seq) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] >= seq) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return sorted.length - low;
    }
}
