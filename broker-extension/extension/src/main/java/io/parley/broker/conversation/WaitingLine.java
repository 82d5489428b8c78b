package io.parley.broker.conversation;

import io.parley.broker.storage.SenderId;
import io.parley.protocol.UserName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages without a seq, first come, first served, within bounds. An id is in it at most once: more of the same
 * hang on the first as twins. A message that left it for the block in flight is still found by its id.
 */
final class WaitingLine {
    private final ConversationSettings settings;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private final Map<SenderId, Waiting> undecided = new HashMap<>();
    private int messages;
    private long bytes;

    WaitingLine(ConversationSettings settings) {
        this.settings = settings;
    }

    boolean hasRoomFor(Waiting waiting) {
        return messages < settings.pendingMessagesMax()
                && (messages == 0 || bytes + waiting.bytes() <= settings.pendingBytesMax());
    }

    @Nullable Waiting undecided(SenderId key) {
        return undecided.get(key);
    }

    void add(Waiting waiting) {
        line.add(waiting);
        undecided.put(waiting.key, waiting);
        count(waiting, 1);
    }

    void addTwin(Waiting first, Waiting twin) {
        first.addTwin(twin);
        count(twin, 1);
    }

    @Nullable Waiting head() {
        return line.peek();
    }

    Iterable<Waiting> all() {
        return line;
    }

    /** The head leaves the line for a block; it stays known by its id until {@link #decided}. */
    void placeHead() {
        Waiting head = line.remove();
        head.placed = true;
        count(head, -1);
    }

    /** The head is answered without a seq of its own. */
    void dropHead() {
        Waiting head = line.remove();
        count(head, -1);
        decided(head);
    }

    /** Forgets one that has been answered, twins included. */
    void decided(Waiting waiting) {
        undecided.remove(waiting.key);
        waiting.predecessor = null;
        for (Waiting twin : waiting.twins()) {
            count(twin, -1);
        }
    }

    /**
     * Takes out all that arrived at {@code arrivedUntil} or before and, so that nobody is overtaken by their own later
     * message, all that wait behind one of the same sender.
     */
    List<Waiting> removeImpatient(long arrivedUntil) {
        Set<UserName> senders = new HashSet<>();
        return remove(waiting -> {
            if (waiting.arrivedAt <= arrivedUntil) {
                senders.add(waiting.key.from());
            }
            return senders.contains(waiting.key.from());
        });
    }

    List<Waiting> removeKnown(Predicate<SenderId> known) {
        return remove(waiting -> known.test(waiting.key));
    }

    List<Waiting> removeAll() {
        return remove(waiting -> true);
    }

    private List<Waiting> remove(Predicate<Waiting> leaves) {
        List<Waiting> removed = new ArrayList<>();
        line.removeIf(waiting -> leaves.test(waiting) && removed.add(waiting));
        for (Waiting waiting : removed) {
            count(waiting, -1);
            decided(waiting);
        }
        return removed;
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    private void count(Waiting waiting, int sign) {
        messages += sign;
        bytes += (long) sign * waiting.bytes();
        if (messages < 0 || bytes < 0) {
            throw new IllegalStateException("waiting messages " + messages + ", bytes " + bytes);
        }
    }
}
