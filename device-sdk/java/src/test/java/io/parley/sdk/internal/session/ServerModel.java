package io.parley.sdk.internal.session;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Outgoing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The server as docs/protocol.md describes it, as far as one endpoint can tell. Never wrong, sometimes busy. */
public final class ServerModel {
    private static final int WINDOW = 256;

    public record Entry(MessageId id, UserName from, Content content, boolean gone) {}

    /** One conversation, and what of it is for the user: what lies above the floor and not beyond {@code until}. */
    public static final class Log {
        public final List<Entry> entries = new ArrayList<>();
        /** Seqs that went below the floor while it is not known whether they were received. */
        public final Set<Long> excused = new HashSet<>();
        /** Seqs the user never had a right to. */
        public final Set<Long> foreign = new HashSet<>();

        public long sent;
        public long acked;
        public long peerReceived;
        public long peerRead;
        private long floor;
        private long leftToHistory;
        private long until = Long.MAX_VALUE;

        /** The newest one the user may see. */
        public long last() {
            return Math.min(until, entries.size());
        }

        boolean isMember() {
            return until == Long.MAX_VALUE;
        }

        long floor() {
            return Math.max(floor, leftToHistory);
        }

        /** Whether some of it was kept from the user other than by {@link #leftToHistory}. */
        boolean cut;

        /** Everything up to {@code seq} is not for the user from now on. */
        void raiseFloor(long seq) {
            cut = true;
            excuse(seq);
            floor = Math.max(floor, seq);
        }

        private void excuse(long to) {
            for (long seq = acked + 1; seq <= to; seq++) {
                if (seq <= until) {
                    excused.add(seq);
                } else {
                    foreign.add(seq);
                }
            }
        }

        /** The newest entry is the last one the user sees. */
        void leave() {
            cut = true;
            until = entries.size();
        }

        /** Sees what comes, and of what was before as many as this; never less than it has seen. */
        void join(long seenBefore) {
            raiseFloor(Math.max(floor, entries.size() - seenBefore));
            until = Long.MAX_VALUE;
        }
    }

    final Map<ConversationId, Log> logs = new HashMap<>();
    public final Map<MessageId, Long> known = new HashMap<>();
    private final Set<MessageId> refused = new HashSet<>();
    private final UserName me;
    private final RandomGenerator random;
    double busy;
    double refusesWhole;
    private final Map<ConversationId, Long> said = new HashMap<>();
    private boolean synced;
    private boolean live;

    public ServerModel(UserName me, RandomGenerator random) {
        this.me = me;
        this.random = random;
    }

    public Log log(ConversationId conversation) {
        return logs.computeIfAbsent(conversation, it -> new Log());
    }

    public void connectionChanged() {
        said.clear();
        synced = false;
        live = false;
    }

    public Ack submit(Outgoing message, @Nullable MessageId after) {
        Long first = known.get(message.id());
        if (first != null) {
            return Ack.duplicate(message.id(), first, 1);
        }
        if (after != null && !known.containsKey(after)) {
            return Ack.rejected(message.id(), Reason.OUT_OF_ORDER, 0);
        }
        if (random.nextDouble() < busy) {
            return Ack.rejected(message.id(), random.nextBoolean() ? Reason.BUSY : Reason.UNKNOWN_OUTCOME, 100);
        }
        if (message.content().asText().startsWith("bad")) {
            return Ack.rejected(message.id(), Reason.TOO_LARGE, 0);
        }
        Log log = log(message.conversation());
        if (!log.isMember() || refused.contains(message.id())) {
            // what a dead connection still brings when alice is back in the group does not make a refusal untrue
            refused.add(message.id());
            return Ack.rejected(message.id(), Reason.NOT_ALLOWED, 0);
        }
        log.entries.add(new Entry(message.id(), me, message.content(), false));
        known.put(message.id(), (long) log.entries.size());
        return Ack.accepted(message.id(), log.entries.size(), 1);
    }

    /** What came of a batch: an ack of each message, or the reason for which it was refused whole. */
    public record Answer(@Nullable Reason refusal, List<Ack> acks) {}

    public Answer submit(ConversationId conversation, byte[] batch, @Nullable MessageId after) throws BadBodyException {
        List<SubmittedMessage> messages =
                Batches.readSubmitted(ByteBuffer.wrap(batch), Limits.DEFAULT.batchMessagesMax());
        if (random.nextDouble() < refusesWhole) {
            return new Answer(random.nextBoolean() ? Reason.TOO_LARGE : Reason.BUSY, List.of());
        }
        List<Ack> acks = new ArrayList<>();
        MessageId previous = after;
        for (SubmittedMessage it : messages) {
            String contentType = it.contentType().isEmpty() ? null : it.contentType();
            acks.add(submit(new Outgoing(it.id(), conversation, contentType, it.content(), 0, 0, false), previous));
            previous = it.id();
        }
        return new Answer(null, acks);
    }

    public void peerSays(ConversationId conversation, Entry entry) {
        log(conversation).entries.add(entry);
    }

    /** What goes out live now: everything not sent yet, but what this endpoint sent itself. */
    public List<Input.Arrived> live(Set<MessageId> own) {
        List<Input.Arrived> out = new ArrayList<>();
        if (live) {
            logs.forEach((id, log) -> {
                skipBelowFloor(log);
                while (log.sent < log.last() && log.sent - Math.max(log.acked, log.floor()) < WINDOW) {
                    log.sent++;
                    send(id, log, log.sent, own, out);
                }
            });
        }
        return out;
    }

    private void send(ConversationId id, Log log, long seq, Set<MessageId> own, List<Input.Arrived> out) {
        Input.Arrived arrived = arrived(id, log, seq);
        if (!own.contains(arrived.message().id())) {
            out.add(arrived);
        } else if (Math.max(log.acked, log.floor()) == seq - 1) {
            log.acked = seq;
        }
    }

    private static void skipBelowFloor(Log log) {
        log.sent = Math.max(log.sent, Math.min(log.floor(), log.last()));
    }

    public void receipt(ConversationId conversation, long mark) {
        Log log = log(conversation);
        log.acked = Math.max(log.acked, mark);
        said.merge(conversation, mark, Math::max);
    }

    /** What was sent and not acknowledged goes again. */
    public List<Input.Arrived> resend(Set<MessageId> own) {
        List<Input.Arrived> out = new ArrayList<>();
        if (live) {
            logs.forEach((id, log) -> {
                for (long seq = Math.max(log.acked, log.floor()) + 1; seq <= log.sent; seq++) {
                    send(id, log, seq, own, out);
                }
            });
        }
        return out;
    }

    public record Page(List<Input.Arrived> messages, SyncReply reply) {}

    public Page sync(SyncRequest request) {
        synced = true;
        live = false;
        request.received()
                .forEach((seen, mark) ->
                        ConversationId.parse(seen, me).ifPresent(id -> said.merge(id, mark, Math::max)));
        List<Input.Arrived> out = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> floors = new HashMap<>();
        Map<String, Long> peerReceived = new HashMap<>();
        Map<String, Long> peerRead = new HashMap<>();
        boolean complete = true;
        for (Map.Entry<ConversationId, Log> each : logs.entrySet()) {
            Log log = each.getValue();
            String seen = each.getKey().seenBy(me);
            position(each.getKey(), log, request.latest());
            if (log.floor() > log.acked) {
                floors.put(seen, log.floor());
            }
            while (log.sent < log.last() && out.size() < request.limit()) {
                log.sent++;
                out.add(arrived(each.getKey(), log, log.sent));
            }
            complete &= log.sent == log.last();
            last.put(seen, log.last());
            if (!each.getKey().isGroup()) {
                peerReceived.put(seen, log.peerReceived);
                peerRead.put(seen, log.peerRead);
            }
        }
        live = complete;
        return new Page(
                out, new SyncReply(complete, out.size(), last, new Marks(peerReceived, peerRead), Map.of(), floors));
    }

    private void position(ConversationId id, Log log, int latest) {
        long from = said.getOrDefault(id, 0L);
        boolean onlyNewest = from == 0 && latest > 0;
        log.acked = from;
        log.sent = from;
        log.leftToHistory = onlyNewest ? Math.max(0, log.last() - latest) : 0;
        log.excuse(Math.min(log.leftToHistory, log.last()));
        skipBelowFloor(log);
    }

    private Input.Arrived arrived(ConversationId id, Log log, long seq) {
        Entry entry = log.entries.get((int) seq - 1);
        Incoming message = new Incoming(
                id,
                seq,
                entry.id(),
                entry.from(),
                1,
                null,
                entry.gone() ? Content.EMPTY : entry.content(),
                entry.gone());
        return new Input.Arrived(message, log.acked <= log.floor() ? log.floor() : 0);
    }

    public boolean synced() {
        return synced;
    }
}
