package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
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
        final TreeMap<Long, HistoryEntry> entries = new TreeMap<>();
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
    private long ordinals;
    private boolean synced;

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
        return new Loaded(conversations, inOrder(), accepted, synced);
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
        remember(new HistoryEntry(
                id,
                message.conversation(),
                seq,
                me.user(),
                Instant.ofEpochMilli(at),
                message.contentType(),
                message.content(),
                MessageStatus.at(Stage.ACCEPTED, seq)));
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

    private void remember(HistoryEntry entry) {
        TreeMap<Long, HistoryEntry> entries = log(entry.conversation()).entries;
        HistoryEntry before = entries.put(entry.seq(), entry);
        undo.push(() -> {
            if (before == null) {
                entries.remove(entry.seq());
            } else {
                entries.put(entry.seq(), before);
            }
        });
        if (entries.size() > MESSAGES_KEPT_MAX) {
            Map.Entry<Long, HistoryEntry> oldest = entries.pollFirstEntry();
            undo.push(() -> entries.put(oldest.getKey(), oldest.getValue()));
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
        remember(new HistoryEntry(
                message.id(),
                message.conversation(),
                message.seq(),
                message.from(),
                Instant.ofEpochMilli(message.at()),
                message.contentType(),
                message.content(),
                null));
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
    public List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit) {
        writer.lock();
        try {
            List<HistoryEntry> found = new ArrayList<>();
            Log log = log(conversation);
            log.entries.values().stream()
                    .filter(it -> it.status() != null || it.seq() <= log.mark)
                    .forEach(it -> found.add(withStatus(it, log)));
            inOrder().stream()
                    .filter(it -> it.conversation().equals(conversation))
                    .forEach(it -> found.add(queued(it)));
            return Window.of(found, fromSeq, limit);
        } finally {
            writer.unlock();
        }
    }

    private HistoryEntry withStatus(HistoryEntry entry, Log log) {
        if (entry.status() == null) {
            return entry;
        }
        Settled known = settled.get(entry.id());
        String failure = known == null ? null : known.failure();
        return new HistoryEntry(
                entry.id(),
                entry.conversation(),
                entry.seq(),
                entry.from(),
                entry.at(),
                entry.contentType(),
                entry.content(),
                Window.status(entry.seq(), failure, log.peerReceived, log.peerRead));
    }

    private HistoryEntry queued(Outgoing message) {
        return new HistoryEntry(
                message.id(),
                message.conversation(),
                0,
                me.user(),
                Instant.ofEpochMilli(message.queuedAt()),
                message.contentType(),
                message.content(),
                MessageStatus.QUEUED);
    }

    private Log log(ConversationId conversation) {
        return logs.computeIfAbsent(conversation, it -> new Log());
    }

    @Override
    public void close() {}
}
