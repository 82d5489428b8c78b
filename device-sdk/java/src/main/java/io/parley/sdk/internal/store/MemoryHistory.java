package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.sdk.Amendments;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages as one looks back on them. Part of {@link MemoryStore}, whose lock is held and which undoes. */
final class MemoryHistory {
    /** With pages that were fetched; beyond it they are shown and not kept. */
    static final int PAGED_KEPT_MAX = 10_000;

    private static final class Box {
        final TreeMap<Long, HistoryEntry> entries = new TreeMap<>();
        final TreeMap<Long, List<SideEntry>> amendments = new TreeMap<>();
        final Map<Long, Snapshot> snapshots = new HashMap<>();
        final Set<Long> hidden = new TreeSet<>();
        long cleared;
        long oldest;

        HistoryEntry applied(HistoryEntry message) {
            return Amending.apply(message, snapshots.get(message.seq()), entriesOf(message.seq()));
        }

        List<SideEntry> entriesOf(long seq) {
            return amendments.getOrDefault(seq, List.of());
        }

        boolean isShown(HistoryEntry message, long unixMillis) {
            Instant expiresAt = message.expiresAt();
            return message.seq() > cleared
                    && !hidden.contains(message.seq())
                    && (expiresAt == null || expiresAt.toEpochMilli() > unixMillis);
        }
    }

    private final Consumer<Runnable> undo;
    private final Map<ConversationId, Box> boxes = new HashMap<>();

    MemoryHistory(Consumer<Runnable> undo) {
        this.undo = undo;
    }

    private Box box(ConversationId conversation) {
        return boxes.computeIfAbsent(conversation, it -> new Box());
    }

    Collection<ConversationId> conversations() {
        return boxes.keySet();
    }

    void remember(HistoryEntry entry) {
        Box box = box(entry.conversation());
        put(box.entries, entry.seq(), entry);
        refresh(box, entry.seq());
        if (box.entries.size() > MemoryStore.MESSAGES_KEPT_MAX) {
            long oldest = box.entries.firstKey();
            put(box.entries, oldest, null);
            long before = box.oldest;
            box.oldest = 0;
            undo.accept(() -> box.oldest = before);
        }
    }

    private <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        V before = value == null ? map.remove(key) : map.put(key, value);
        undo.accept(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    /** A message that was recalled or hidden has no content here either. */
    private void refresh(Box box, long seq) {
        HistoryEntry entry = box.entries.get(seq);
        boolean over =
                entry != null && (box.hidden.contains(seq) || box.applied(entry).recalled());
        if (entry != null && over && entry.content().size() > 0) {
            put(box.entries, seq, without(entry));
        }
    }

    private static HistoryEntry without(HistoryEntry it) {
        return new HistoryEntry(
                it.id(),
                it.conversation(),
                it.seq(),
                it.from(),
                it.at(),
                it.expiresAt(),
                it.contentType(),
                Content.EMPTY,
                it.status(),
                it.amendments());
    }

    void amend(SideEntry entry) {
        Box box = box(entry.conversation());
        List<SideEntry> before = box.entriesOf(entry.seq());
        if (before.stream().noneMatch(it -> it.place() == entry.place())) {
            List<SideEntry> all = new ArrayList<>(before);
            all.add(entry);
            all.sort(Comparator.comparingLong(SideEntry::place));
            put(box.amendments, entry.seq(), List.copyOf(all));
            refresh(box, entry.seq());
        }
        if (box.amendments.size() > MemoryStore.MESSAGES_KEPT_MAX) {
            put(box.amendments, box.amendments.firstKey(), null);
        }
    }

    void hide(ConversationId conversation, List<Long> seqs) {
        Box box = box(conversation);
        for (long seq : seqs) {
            if (box.hidden.add(seq)) {
                undo.accept(() -> box.hidden.remove(seq));
            }
            refresh(box, seq);
        }
    }

    void clear(ConversationId conversation, long upTo) {
        Box box = box(conversation);
        long before = box.cleared;
        box.cleared = Math.max(before, upTo);
        undo.accept(() -> box.cleared = before);
        for (long seq : List.copyOf(box.entries.headMap(upTo, true).keySet())) {
            put(box.entries, seq, null);
        }
    }

    boolean isRemoved(ConversationId conversation, long seq) {
        Box box = box(conversation);
        return seq <= box.cleared || box.hidden.contains(seq);
    }

    boolean isCleared(ConversationId conversation, long seq) {
        return seq <= box(conversation).cleared;
    }

    /** @param isSent whether the message is this endpoint's own and kept as such */
    void addPage(HistoryPage page, long mark, BiPredicate<HistoryPage.Line, Long> isSent) {
        Box box = box(page.conversation());
        for (HistoryPage.Line line : page.lines()) {
            Incoming it = line.message();
            Snapshot known = box.snapshots.get(it.seq());
            boolean newer = known == null || known.asOf() <= page.asOf();
            if (newer && !line.amendments().equals(Amendments.NONE)) {
                put(
                        box.snapshots,
                        it.seq(),
                        new Snapshot(page.asOf(), line.amendments(), it.contentType(), it.content()));
            }
            boolean wanted = it.seq() <= mark && !it.gone() && box.entries.size() < PAGED_KEPT_MAX;
            if (wanted && !box.entries.containsKey(it.seq()) && !isSent.test(line, mark)) {
                put(box.entries, it.seq(), entry(it));
            }
            refresh(box, it.seq());
        }
        long first = page.lines().isEmpty() ? 0 : page.lines().get(0).message().seq();
        long before = box.oldest;
        if (first > 0 && first <= mark && (before == 0 || first < before)) {
            box.oldest = first;
            undo.accept(() -> box.oldest = before);
        }
    }

    static HistoryEntry entry(Incoming it) {
        return new HistoryPage.Line(it, Amendments.NONE).entry();
    }

    HistoryPage.Edge edge(ConversationId conversation, long mark, long asOf) {
        Box box = box(conversation);
        if (box.oldest > 0) {
            return new HistoryPage.Edge(box.oldest, mark, asOf);
        }
        long first = box.entries.isEmpty() ? 0 : box.entries.firstKey();
        return new HistoryPage.Edge(first > 0 && first <= mark ? first : mark > 0 ? mark + 1 : 0, mark, asOf);
    }

    long nextExpiry() {
        return boxes.values().stream()
                .flatMap(box -> box.entries.values().stream())
                .map(HistoryEntry::expiresAt)
                .mapToLong(it -> it == null ? Long.MAX_VALUE : it.toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void expire(long unixMillis) {
        for (Box box : boxes.values()) {
            for (HistoryEntry it : List.copyOf(box.entries.values())) {
                Instant expiresAt = it.expiresAt();
                if (expiresAt != null && expiresAt.toEpochMilli() <= unixMillis) {
                    put(box.entries, it.seq(), null);
                    put(box.amendments, it.seq(), null);
                    put(box.snapshots, it.seq(), null);
                }
            }
        }
    }

    /** What there is to see, own ones whatever the mark. */
    Stream<HistoryEntry> shown(ConversationId conversation, long mark, long unixMillis) {
        Box box = box(conversation);
        return box.entries.values().stream()
                .filter(it -> it.status() != null || it.seq() <= mark)
                .filter(it -> box.isShown(it, unixMillis))
                .map(box::applied);
    }

    List<Version> versions(ConversationId conversation, long seq, long mark, long unixMillis) {
        Box box = box(conversation);
        return Optional.ofNullable(box.entries.get(seq))
                .filter(it -> it.status() != null || it.seq() <= mark)
                .filter(it -> box.isShown(it, unixMillis))
                .map(it -> Amending.versions(it, box.snapshots.get(seq), box.entriesOf(seq)))
                .orElse(List.of());
    }
}
