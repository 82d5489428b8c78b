package io.parley.broker.history;

import io.parley.broker.storage.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Which messages of a log one user is shown: what is visible to them and not hidden by them. Seqs are dense, so this says
 * exactly which ones there are.
 *
 * @param last where the log ends, 0 if it is empty
 * @param hidden of the visible ones; bounded by {@link io.parley.broker.storage.HiddenStore#HIDDEN_MAX}
 */
public record Shown(Spans visible, long last, Set<Long> hidden) {
    public Shown {
        hidden = Set.copyOf(hidden);
    }

    public boolean contains(long seq) {
        return seq <= last && visible.contains(seq) && !hidden.contains(seq);
    }

    /** Oldest, 0 if there is none. */
    public long first() {
        List<Long> one = after(0, 1);
        return one.isEmpty() ? 0 : one.get(0);
    }

    /** Newest, 0 if there is none. */
    public long newest() {
        List<Long> one = before(Long.MAX_VALUE, 1);
        return one.isEmpty() ? 0 : one.get(0);
    }

    /** The first {@code max} after {@code seq}, ascending. */
    public List<Long> after(long seq, int max) {
        List<Long> found = new ArrayList<>();
        long next = seq >= last ? Spans.OPEN : visible.next(seq + 1);
        while (next <= last && next != Spans.OPEN && found.size() < max) {
            if (!hidden.contains(next)) {
                found.add(next);
            }
            next = visible.next(next + 1);
        }
        return found;
    }

    /** The last {@code max} before {@code seq}, ascending. */
    public List<Long> before(long seq, int max) {
        List<Long> found = new ArrayList<>();
        long next = visible.lastOf(Math.min(seq - 1, last));
        while (next > 0 && found.size() < max) {
            if (!hidden.contains(next)) {
                found.add(next);
            }
            next = visible.lastOf(next - 1);
        }
        Collections.reverse(found);
        return found;
    }
}
