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
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Outgoing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The server as docs/protocol.md describes it, as far as one endpoint can tell. Never wrong, sometimes busy. */
public final class ServerModel {
    private static final int WINDOW = 256;

    public record Entry(MessageId id, UserName from, Content content, boolean gone) {}

    public static final class Log {
        public final List<Entry> entries = new ArrayList<>();
        public long sent;
        public long acked;
        public long peerReceived;
        public long peerRead;
    }

    final Map<ConversationId, Log> logs = new HashMap<>();
    public final Map<MessageId, Long> known = new HashMap<>();
    private final UserName me;
    private final RandomGenerator random;
    double busy;
    double refusesWhole;
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
    public List<Incoming> live(java.util.Set<MessageId> own) {
        List<Incoming> out = new ArrayList<>();
        if (live) {
            logs.forEach((id, log) -> {
                while (log.sent < log.entries.size() && log.sent - log.acked < WINDOW) {
                    log.sent++;
                    Incoming message = incoming(id, log.sent);
                    if (own.contains(message.id()) && log.acked == log.sent - 1) {
                        log.acked++;
                    }
                    if (!own.contains(message.id())) {
                        out.add(message);
                    }
                }
            });
        }
        return out;
    }

    public void receipt(ConversationId conversation, long mark) {
        Log log = log(conversation);
        log.acked = Math.max(log.acked, mark);
    }

    /** What was sent and not acknowledged goes again. */
    public List<Incoming> resend(java.util.Set<MessageId> own) {
        List<Incoming> out = new ArrayList<>();
        if (live) {
            logs.forEach((id, log) -> {
                for (long seq = log.acked + 1; seq <= log.sent; seq++) {
                    Incoming message = incoming(id, seq);
                    if (!own.contains(message.id())) {
                        out.add(message);
                    } else if (seq == log.acked + 1) {
                        log.acked = seq;
                    }
                }
            });
        }
        return out;
    }

    public record Page(List<Incoming> messages, SyncReply reply) {}

    public Page sync(Map<String, Long> received, int limit) {
        synced = true;
        live = false;
        List<Incoming> out = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> peerReceived = new HashMap<>();
        Map<String, Long> peerRead = new HashMap<>();
        boolean complete = true;
        for (Map.Entry<ConversationId, Log> each : logs.entrySet()) {
            Log log = each.getValue();
            String seen = each.getKey().seenBy(me);
            long from = received.getOrDefault(seen, 0L);
            log.sent = from;
            log.acked = from;
            while (log.sent < log.entries.size() && out.size() < limit) {
                log.sent++;
                out.add(incoming(each.getKey(), log.sent));
            }
            complete &= log.sent == log.entries.size();
            last.put(seen, (long) log.entries.size());
            peerReceived.put(seen, log.peerReceived);
            peerRead.put(seen, log.peerRead);
        }
        live = complete;
        return new Page(
                out, new SyncReply(complete, out.size(), last, new Marks(peerReceived, peerRead), Map.of(), Map.of()));
    }

    private Incoming incoming(ConversationId id, long seq) {
        Entry entry = log(id).entries.get((int) seq - 1);
        return new Incoming(
                id,
                seq,
                entry.id(),
                entry.from(),
                1,
                null,
                entry.gone() ? Content.EMPTY : entry.content(),
                entry.gone());
    }

    public boolean synced() {
        return synced;
    }
}
