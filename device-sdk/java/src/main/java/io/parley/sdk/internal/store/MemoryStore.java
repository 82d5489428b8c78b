package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.sdk.Amendments;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.Version;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store that forgets with the process. What waits and how far things came is kept whole; of the messages themselves
 * the newest {@link #MESSAGES_KEPT_MAX} per conversation are kept for the history.
 */
public final class MemoryStore implements Store {
    static final int MESSAGES_KEPT_MAX = 1_000;

    static final int SETTLED_KEPT_MAX = 20_000;

    private record Waiting(long ordinal, Outgoing message) {}

    private record Settled(
            ConversationId conversation,
            long seq,
            long expiresAt,
            @Nullable String failure) {}

    private static final class Log {
        long mark;
        long storedTo;
        long read;
        long peerReceived;
        long peerRead;
    }

    private final EndpointId me;
    private final ReentrantLock writer = new ReentrantLock(true);
    private final Map<ConversationId, Log> logs = new HashMap<>();
    private final Map<MessageId, Waiting> waiting = new HashMap<>();
    private final Map<MessageId, Settled> settled = new LinkedHashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final MemoryHistory history = new MemoryHistory(undo::push);
    private final MemoryList list = new MemoryList(undo::push);
    private final Set<ConversationId> repairs = new HashSet<>();
    private long ordinals;
    private boolean synced;
    private long removedUntil;

    public MemoryStore(EndpointId me) {
        this.me = me;
    }

    @Override
    public Loaded load() {
        List<Loaded.Conversation> conversations = new ArrayList<>();
        logs.forEach((id, log) -> conversations.add(
                new Loaded.Conversation(id, log.mark, log.storedTo, log.read, log.peerReceived, log.peerRead)));
        List<Loaded.Accepted> accepted = new ArrayList<>();
        settled.forEach((id, it) -> {
            Log log = log(it.conversation());
            if (it.seq() > Math.min(log.mark, log.peerRead)) {
                accepted.add(
                        new Loaded.Accepted(id, it.conversation(), it.seq(), it.expiresAt(), it.failure() != null));
            }
        });
        return new Loaded(conversations, inOrder(), accepted, synced, list.unread(), Set.copyOf(repairs), removedUntil);
    }

    private List<Outgoing> inOrder() {
        return waiting.values().stream()
                .sorted(Comparator.comparingLong(Waiting::ordinal))
                .map(Waiting::message)
                .toList();
    }

    @Override
    public void begin() {
        writer.lock();
    }

    @Override
    public void commit() {
        undo.clear();
        writer.unlock();
    }

    @Override
    public void rollback() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
        writer.unlock();
    }

    @Override
    public void addOutgoing(Outgoing message) {
        waiting.put(message.id(), new Waiting(++ordinals, message));
        undo.push(() -> waiting.remove(message.id()));
    }

    @Override
    public void offered(MessageId id) {
        Waiting it = waiting.get(id);
        if (it != null) {
            Outgoing old = it.message();
            Outgoing message = new Outgoing(
                    id, old.conversation(), old.contentType(), old.content(), old.queuedAt(), old.expiresAt(), true);
            waiting.put(id, new Waiting(it.ordinal(), message));
            undo.push(() -> waiting.put(id, it));
        }
    }

    @Override
    public void accepted(MessageId id, long seq, long at) {
        Waiting known = waiting.get(id);
        if (known == null) {
            return;
        }
        Outgoing message = known.message();
        settle(id, known, new Settled(message.conversation(), seq, message.expiresAt(), null));
        history.remember(own(message, seq, at, MessageStatus.at(Stage.ACCEPTED, seq)));
    }

    @Override
    public void failed(MessageId id, String reasonCode) {
        Waiting known = waiting.get(id);
        Settled accepted = settled.get(id);
        if (known != null) {
            settle(id, known, new Settled(known.message().conversation(), 0, 0, reasonCode));
        } else if (accepted != null) {
            settled.put(id, new Settled(accepted.conversation(), accepted.seq(), 0, reasonCode));
            undo.push(() -> settled.put(id, accepted));
        }
    }

    private void settle(MessageId id, Waiting known, Settled outcome) {
        waiting.remove(id);
        settled.put(id, outcome);
        undo.push(() -> {
            settled.remove(id);
            waiting.put(id, known);
        });
        if (settled.size() > SETTLED_KEPT_MAX) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Map.Entry<MessageId, Settled> oldest = settled.entrySet().iterator().next();
        MessageId id = oldest.getKey();
        Settled it = oldest.getValue();
        if (it.seq() <= log(it.conversation()).mark) {
            settled.remove(id);
            undo.push(() -> settled.put(id, it));
        }
    }

    @Override
    public Optional<MessageStatus> status(MessageId id) {
        writer.lock();
        try {
            Settled it = settled.get(id);
            if (it != null) {
                Log log = log(it.conversation());
                return Optional.of(Window.status(it.seq(), it.failure(), log.peerReceived, log.peerRead));
            }
            return waiting.containsKey(id) ? Optional.of(MessageStatus.QUEUED) : Optional.empty();
        } finally {
            writer.unlock();
        }
    }

    @Override
    public boolean isOutgoing(MessageId id) {
        return waiting.containsKey(id) || settled.containsKey(id);
    }

    @Override
    public void addIncoming(Incoming message) {
        Log log = log(message.conversation());
        long before = log.storedTo;
        log.storedTo = Math.max(before, message.seq());
        undo.push(() -> log.storedTo = before);
        history.remember(MemoryHistory.entry(message));
    }

    @Override
    public void mark(ConversationId conversation, long mark) {
        Log log = log(conversation);
        long before = log.mark;
        log.mark = Math.max(before, mark);
        undo.push(() -> log.mark = before);
    }

    @Override
    public void read(ConversationId conversation, long read) {
        Log log = log(conversation);
        long before = log.read;
        log.read = Math.max(before, read);
        undo.push(() -> log.read = before);
    }

    @Override
    public void peer(ConversationId conversation, long received, long read) {
        Log log = log(conversation);
        long receivedBefore = log.peerReceived;
        long readBefore = log.peerRead;
        log.peerReceived = Math.max(receivedBefore, received);
        log.peerRead = Math.max(readBefore, read);
        undo.push(() -> {
            log.peerReceived = receivedBefore;
            log.peerRead = readBefore;
        });
    }

    @Override
    public void synced() {
        boolean before = synced;
        synced = true;
        undo.push(() -> synced = before);
    }

    @Override
    public void amend(SideEntry entry) {
        history.amend(entry);
    }

    @Override
    public void hide(ConversationId conversation, List<Long> seqs) {
        history.hide(conversation, seqs);
    }

    @Override
    public void clear(ConversationId conversation, long upTo) {
        history.clear(conversation, upTo);
        list.cleared(conversation, upTo);
    }

    @Override
    public boolean isRemoved(ConversationId conversation, long seq) {
        return history.isRemoved(conversation, seq);
    }

    @Override
    public boolean isCleared(ConversationId conversation, long seq) {
        return history.isCleared(conversation, seq);
    }

    @Override
    public void removedUntil(long unixMillis) {
        long before = removedUntil;
        removedUntil = unixMillis;
        undo.push(() -> removedUntil = before);
    }

    @Override
    public void wantRepair(ConversationId conversation) {
        if (repairs.add(conversation)) {
            undo.push(() -> repairs.remove(conversation));
        }
    }

    @Override
    public void addPage(HistoryPage page) {
        ConversationId conversation = page.conversation();
        history.addPage(
                page,
                log(conversation).mark,
                (line, mark) -> isOutgoing(line.message().id()));
        if (repairs.remove(conversation)) {
            undo.push(() -> repairs.add(conversation));
        }
    }

    @Override
    public void unread(ConversationId conversation, long count) {
        list.unread(conversation, count);
    }

    @Override
    public void arrange(ConversationId conversation, Arrangement change) {
        list.arrange(conversation, change);
    }

    @Override
    public void list(Listed line) {
        list.put(line);
    }

    @Override
    public long nextExpiry() {
        return history.nextExpiry();
    }

    @Override
    public void expire(long unixMillis) {
        history.expire(unixMillis);
    }

    @Override
    public List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit, long unixMillis) {
        return locked(() -> Window.of(shown(conversation, unixMillis), fromSeq, limit));
    }

    private List<HistoryEntry> shown(ConversationId conversation, long unixMillis) {
        Log log = log(conversation);
        Stream<HistoryEntry> waits = inOrder().stream()
                .filter(it -> it.conversation().equals(conversation))
                .filter(it -> it.expiresAt() == 0 || it.expiresAt() > unixMillis)
                .map(it -> own(it, 0, it.queuedAt(), MessageStatus.QUEUED));
        return Stream.concat(history.shown(conversation, log.mark, unixMillis).map(it -> withStatus(it, log)), waits)
                .toList();
    }

    private HistoryEntry withStatus(HistoryEntry it, Log log) {
        if (it.status() == null) {
            return it;
        }
        Settled known = settled.get(it.id());
        String failure = known == null ? null : known.failure();
        return new HistoryEntry(
                it.id(),
                it.conversation(),
                it.seq(),
                it.from(),
                it.at(),
                it.expiresAt(),
                it.contentType(),
                it.content(),
                Window.status(it.seq(), failure, log.peerReceived, log.peerRead),
                it.amendments());
    }

    private HistoryEntry own(Outgoing message, long seq, long at, MessageStatus status) {
        return new HistoryEntry(
                message.id(),
                message.conversation(),
                seq,
                me.user(),
                Instant.ofEpochMilli(at),
                message.expiresAt() == 0 ? null : Instant.ofEpochMilli(message.expiresAt()),
                message.contentType(),
                message.content(),
                status,
                Amendments.NONE);
    }

    @Override
    public List<Version> versions(ConversationId conversation, long seq, long unixMillis) {
        return locked(() -> history.versions(conversation, seq, log(conversation).mark, unixMillis));
    }

    @Override
    public List<HistoryEntry> search(String words, int limit, long unixMillis) {
        List<String> wanted = Words.in(words);
        return wanted.isEmpty()
                ? List.of()
                : locked(() -> List.copyOf(history.conversations()).stream()
                        .flatMap(it -> history.shown(it, log(it).mark, unixMillis))
                        .filter(it -> Words.match(wanted, Words.of(it.contentType(), it.content())))
                        .sorted(Comparator.comparing(HistoryEntry::at)
                                .thenComparing(HistoryEntry::seq)
                                .reversed())
                        .limit(limit)
                        .map(it -> withStatus(it, log(it.conversation())))
                        .toList());
    }

    @Override
    public List<ConversationSummary> conversations(long unixMillis) {
        return locked(() -> {
            Set<ConversationId> known = new HashSet<>(list.conversations());
            known.addAll(logs.keySet());
            waiting.values().forEach(it -> known.add(it.message().conversation()));
            List<ConversationSummary> lines = known.stream()
                    .filter(it -> !it.isAmendments())
                    .map(it -> list.line(it, log(it).read))
                    .toList();
            return Summaries.of(lines, it -> Window.of(shown(it, unixMillis), -1, 1));
        });
    }

    @Override
    public HistoryPage.Edge edge(ConversationId conversation) {
        return locked(() -> history.edge(conversation, mark(conversation), mark(conversation.amendments())));
    }

    private long mark(ConversationId conversation) {
        Log known = logs.get(conversation);
        return known == null ? 0 : known.mark;
    }

    private <T> T locked(Supplier<T> read) {
        writer.lock();
        try {
            return read.get();
        } finally {
            writer.unlock();
        }
    }

    private Log log(ConversationId conversation) {
        return logs.computeIfAbsent(conversation, it -> new Log());
    }

    @Override
    public void close() {}
}
