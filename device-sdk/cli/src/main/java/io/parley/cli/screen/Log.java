package io.parley.cli.screen;

import io.parley.cli.messenger.Delivery;
import io.parley.cli.messenger.Item;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded of one conversation: messages in seq order, then own ones that wait, in the order they were sent. An
 * own message never loses what is known of its delivery, whatever comes in which order.
 */
final class Log {
    private final UserName me;
    private final TreeMap<Long, Item> placed = new TreeMap<>();
    private final Map<MessageId, Item> waiting = new LinkedHashMap<>();
    private final Map<MessageId, Long> seqs = new HashMap<>();
    private @Nullable Scroll scroll;
    private @Nullable MessageId selected;
    private long newFrom;
    private boolean more = true;
    private boolean asking;

    /** Which row is at the bottom of the view: row {@code row} of the message {@code id}. */
    record Scroll(MessageId id, int row) {}

    Log(UserName me) {
        this.me = me;
    }

    void put(Item item) {
        Item known = find(item.id()).orElse(null);
        Item next = known == null ? item : item.with(item.delivery().merge(known.delivery()));
        if (known != null && known.seq() > 0 && next.seq() == 0) {
            next = next.at(known.seq());
        }
        if (next.seq() > 0) {
            waiting.remove(next.id());
            seqs.put(next.id(), next.seq());
            placed.put(next.seq(), next);
        } else {
            waiting.put(next.id(), next);
        }
    }

    void page(List<Item> items, boolean somethingBefore) {
        items.forEach(this::put);
        more = somethingBefore;
        asking = false;
    }

    void drop(List<Long> gone) {
        placed.keySet().removeAll(gone);
    }

    /** Everything up to there is forgotten, and there is nothing before the rest. */
    void clear(long upTo) {
        placed.headMap(upTo, true).clear();
        more = false;
    }

    void deliver(MessageId id, long seq, Delivery delivery) {
        find(id).ifPresent(item -> put(item.at(Math.max(seq, item.seq())).with(delivery)));
    }

    /** In a chat: the other one has received and read up to these. */
    void mark(long received, long read) {
        forOwn(received, Delivery.at(Delivery.Stage.RECEIVED));
        forOwn(read, Delivery.at(Delivery.Stage.READ));
    }

    /** In a group. What holds for a message holds for all before it. */
    void count(int of, List<CountsEvent.Count> counts) {
        counts.forEach(it -> forOwn(it.seq(), Delivery.counted(it.received(), it.read(), of)));
    }

    /** One that all had read stays so: who joined the group later is not among those it was for. */
    private void forOwn(long upTo, Delivery delivery) {
        placed.headMap(upTo, true)
                .replaceAll((seq, item) -> item.from().equals(me)
                                && !item.isChange()
                                && !(item.delivery().stage() == Delivery.Stage.READ
                                        && item.delivery().of() > 0)
                        ? item.with(item.delivery().merge(delivery))
                        : item);
    }

    List<Item> items() {
        List<Item> all = new ArrayList<>(placed.values());
        all.addAll(waiting.values());
        return all;
    }

    Optional<Item> find(MessageId id) {
        Long seq = seqs.get(id);
        return Optional.ofNullable(seq == null ? waiting.get(id) : placed.get(seq));
    }

    Optional<Item> find(long seq) {
        return Optional.ofNullable(placed.get(seq));
    }

    /** The newest that has a seq and is such. */
    Optional<Item> newest(Predicate<Item> such) {
        return placed.descendingMap().values().stream()
                .filter(item -> !item.isChange() && !item.amendments().recalled())
                .filter(such)
                .findFirst();
    }

    long last() {
        return placed.isEmpty() ? 0 : placed.lastKey();
    }

    long first() {
        return placed.isEmpty() ? 0 : placed.firstKey();
    }

    boolean hasMore() {
        return more && !placed.isEmpty();
    }

    boolean isAsking() {
        return asking;
    }

    void ask() {
        asking = true;
    }

    /** Null: the newest is at the bottom. */
    @Nullable Scroll scroll() {
        return scroll;
    }

    void scroll(@Nullable Scroll to) {
        scroll = to;
    }

    Optional<Item> selected() {
        return Optional.ofNullable(selected).flatMap(this::find);
    }

    void select(@Nullable MessageId id) {
        selected = id;
    }

    /** First seq that was new when the conversation was opened, 0 if none. */
    long newFrom() {
        return newFrom;
    }

    void newFrom(long seq) {
        newFrom = seq;
    }
}
