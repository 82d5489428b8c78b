package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Digest;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.protocol.MessageId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which ids were accepted: the newest exactly, older ones in filters, the oldest not at all.
 *
 * <p>Of those that are forgotten altogether, two things are known: none was accepted after {@code forgottenUntil}, and
 * none has a time stamp that is both later than {@code futureUntil} and more than the allowed skew after its acceptance.
 * An id whose own time stamp is past both cannot be among them, so the store need not be asked.
 */
final class RecentIds {
    private static final int FILTER_CAPACITY_MIN = 8_192;

    private final ConversationSettings settings;
    private final Map<SenderId, KnownId> exact = new HashMap<>();
    private final ArrayDeque<SenderId> order = new ArrayDeque<>();
    private final ArrayDeque<IdFilter> filters = new ArrayDeque<>();
    private int filterCapacity;
    private boolean whole = true;
    private long forgottenUntil;
    private long futureUntil;

    RecentIds(ConversationSettings settings) {
        this.settings = settings;
    }

    void recovered(Tail tail) {
        exact.clear();
        order.clear();
        filters.clear();
        filterCapacity = 0;
        whole = tail.whole();
        forgottenUntil = 0;
        futureUntil = 0;
        for (Block block : tail.blocks()) {
            if (!whole && forgottenUntil == 0) {
                forgottenUntil = block.messages().get(0).at();
            }
            List<KnownId> ids = of(block);
            for (int i = 0; i < ids.size(); i++) {
                StoredMessage message = block.messages().get(i);
                add(new SenderId(message.from(), message.id()), ids.get(i));
            }
            futureUntil = block.futureUntil();
        }
    }

    /** What is to be remembered of a block's messages. */
    static List<KnownId> of(Block block) {
        return block.messages().stream()
                .map(message ->
                        new KnownId(message.seq(), message.at(), Digest.of(message.contentType(), message.content())))
                .toList();
    }

    /** What {@code futureUntil} becomes when an id is accepted at {@code at}. */
    long futureUntilWith(long soFar, MessageId id, long at) {
        boolean future = id.isTimeOrdered() && id.unixMillis() > at + settings.clockSkewMaxMillis();
        return future ? Math.max(soFar, id.unixMillis()) : soFar;
    }

    long futureUntil() {
        return futureUntil;
    }

    void committed(long newFutureUntil) {
        futureUntil = newFutureUntil;
    }

    void add(SenderId id, KnownId known) {
        exact.put(id, known);
        order.add(id);
        if (order.size() > settings.recentIdsMax()) {
            SenderId oldest = order.remove();
            KnownId former = exact.remove(oldest);
            if (former != null) {
                filter(oldest, former.at());
            }
        }
    }

    @Nullable KnownId get(SenderId id) {
        return exact.get(id);
    }

    /** Whether only the store can tell if {@code id}, which is not among the newest, was accepted before. */
    boolean mayBeForgotten(SenderId id, long now) {
        return mayBeOlder(id.id(), now) || mayBeFiltered(id);
    }

    private boolean mayBeOlder(MessageId id, long now) {
        if (whole) {
            return false;
        }
        long skew = settings.clockSkewMaxMillis();
        return !id.isTimeOrdered()
                || id.unixMillis() - skew <= forgottenUntil
                || id.unixMillis() <= futureUntil
                || id.unixMillis() > now + skew;
    }

    private boolean mayBeFiltered(SenderId id) {
        for (IdFilter filter : filters) {
            if (filter.mayContain(id)) {
                return true;
            }
        }
        return false;
    }

    private void filter(SenderId id, long at) {
        if (settings.filteredIdsMax() == 0) {
            forget(at);
            return;
        }
        IdFilter newest = filters.peekLast();
        if (newest == null || newest.isFull()) {
            newest = addFilter();
        }
        newest.add(id, at);
    }

    /** Each filter is twice the size of the last, so that few have to be asked; the oldest make room. */
    private IdFilter addFilter() {
        IdFilter last = filters.peekLast();
        int capacity = last == null ? FILTER_CAPACITY_MIN : last.capacity() * 2;
        capacity = Math.min(capacity, Math.max(1, settings.filteredIdsMax() / 4));
        Iterator<IdFilter> oldest = filters.iterator();
        while (filterCapacity + capacity > settings.filteredIdsMax() && oldest.hasNext()) {
            IdFilter dropped = oldest.next();
            oldest.remove();
            filterCapacity -= dropped.capacity();
            forget(dropped.newestAt());
        }
        IdFilter filter = new IdFilter(capacity);
        filters.add(filter);
        filterCapacity += capacity;
        return filter;
    }

    private void forget(long at) {
        whole = false;
        forgottenUntil = Math.max(forgottenUntil, at);
    }
}
