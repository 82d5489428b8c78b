package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

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

    private record Counts(int of, List<Count> counts) {}

    private final Rules rules;
    private final long pauseMillis;
    private final Map<UserName, Deque<Long>> newest = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UserName, Counts> told = new HashMap<>();
    private boolean moved;
    private long nextAt;

    Counting(Rules rules, long pauseMillis) {
        this.rules = rules;
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

    /** Marks, or who is in. */
    void moved() {
        moved = true;
    }

    /** A sender that comes back hears again. */
    void returned(UserName sender) {
        told.remove(sender);
        moved |= newest.containsKey(sender);
    }

    long dueAt() {
        return moved && !newest.isEmpty() ? nextAt : Conversation.NEVER;
    }

    /** @param members their keepers; asked for only when there is something to count */
    void go(Supplier<Collection<MarkKeeper>> members, Audience audience, Told sink, long now) {
        boolean pausing = now < nextAt && nextAt - now <= pauseMillis;
        if (!moved || pausing || newest.isEmpty()) {
            return;
        }
        moved = false;
        nextAt = now + pauseMillis;
        Collection<MarkKeeper> keepers = members.get();
        Sums received = new Sums(rules, keepers, UserMarks::received);
        Sums read = new Sums(rules, keepers, UserMarks::read);
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
                    counts.add(new Count(seq, received.of(seq) - mineReceived, read.of(seq) - mineRead));
                }
                Counts news = new Counts(others, counts);
                if (!news.equals(told.put(sender, news))) {
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

    /**
     * How many members are past a message by one kind of mark, and can see it: who joined later is past it by what came
     * after.
     */
    private static final class Sums {
        private final Rules rules;
        private final ToLongFunction<UserMarks> kind;
        private final long[] marks;
        /** What members who came once and have got something do not see the beginning of: up to there. */
        private final long[] floors;
        /** Came more than once: what they do not see has no simple form. They are few. */
        private final List<MarkKeeper> returned;

        Sums(Rules rules, Collection<MarkKeeper> keepers, ToLongFunction<UserMarks> kind) {
            this.rules = rules;
            this.kind = kind;
            this.marks = keepers.stream()
                    .filter(keeper -> hasReturned(keeper) || mark(keeper) > floor(keeper))
                    .mapToLong(this::mark)
                    .sorted()
                    .toArray();
            this.floors = keepers.stream()
                    .filter(keeper -> !hasReturned(keeper) && mark(keeper) > floor(keeper))
                    .mapToLong(this::floor)
                    .sorted()
                    .toArray();
            this.returned = keepers.stream().filter(this::hasReturned).toList();
        }

        private long mark(MarkKeeper keeper) {
            return kind.applyAsLong(keeper.durable());
        }

        private long floor(MarkKeeper keeper) {
            return rules.visible(keeper.user).floor();
        }

        private boolean hasReturned(MarkKeeper keeper) {
            return rules.visible(keeper.user).spans().size() > 1;
        }

        int of(long seq) {
            long blind = returned.stream()
                    .filter(keeper ->
                            mark(keeper) >= seq && !rules.visible(keeper.user).contains(seq))
                    .count();
            return atLeast(marks, seq) - atLeast(floors, seq) - (int) blind;
        }
    }

    /** How many of the sorted are {@code seq} or more. */
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
