package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far the users of one conversation have come, who is told, and what expires before they come. */
final class Receipts {
    private record Early(EndpointId from, long received, long read, Consumer<Refusal> refused) {}

    private final ConversationId id;
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final ConversationObserver observer;
    /** One of each user: two, or one in a chat with oneself. */
    private final List<MarkKeeper> keepers;

    private final Expiries expiries = new Expiries();
    private final ArrayDeque<Early> earlyReceipts = new ArrayDeque<>();
    private final ArrayDeque<HeadSink> earlyHeads = new ArrayDeque<>();

    Receipts(
            ConversationId id,
            ConversationEffects effects,
            ConversationSettings settings,
            ConversationObserver observer) {
        this.id = id;
        this.effects = effects;
        this.settings = settings;
        this.observer = observer;
        MarkKeeper first = new MarkKeeper(id.first(), settings);
        this.keepers =
                id.first().equals(id.second()) ? List.of(first) : List.of(first, new MarkKeeper(id.second(), settings));
    }

    void recovered(Tail tail, long last) {
        for (MarkKeeper keeper : keepers) {
            // before its first block a conversation need not be one of the user's yet, whatever the marks say
            keeper.recovered(tail.marks().get(keeper.user), last > 0);
        }
        expiries.clear();
        long lastAt = 0;
        for (Block block : tail.blocks()) {
            lastAt = block.messages().get(block.messages().size() - 1).at();
        }
        for (Block block : tail.blocks()) {
            for (StoredMessage message : block.messages()) {
                // what expired before the newest message was written, the owner of that time has told
                if (message.expiresAt() > lastAt) {
                    await(message);
                }
            }
        }
    }

    /** Answers what came while the owner recovered. */
    void open(long last) {
        while (!earlyReceipts.isEmpty()) {
            Early early = earlyReceipts.remove();
            take(early.from, early.received, early.read, early.refused, last);
        }
        while (!earlyHeads.isEmpty()) {
            earlyHeads.remove().head(last, marks());
        }
    }

    /** Past the bound the oldest goes: receipts and head requests are repeated by whoever needs them. */
    void takeLater(EndpointId from, long received, long read, Consumer<Refusal> refused) {
        if (earlyReceipts.size() >= settings.earlyQuestionsMax()) {
            earlyReceipts.remove();
        }
        earlyReceipts.add(new Early(from, received, read, refused));
    }

    void askLater(HeadSink sink) {
        if (earlyHeads.size() >= settings.earlyQuestionsMax()) {
            earlyHeads.remove();
        }
        earlyHeads.add(sink);
    }

    void take(EndpointId from, long received, long read, Consumer<Refusal> refused, long last) {
        MarkKeeper keeper = keeperOf(from.user());
        long furthest = Math.max(received, read);
        if (keeper == null) {
            refuse(refused, Reason.NOT_ALLOWED, from.user() + " is not in " + id);
        } else if (furthest > last) {
            refuse(refused, Reason.BEYOND_LAST, "seq " + furthest + ", last " + last + " in " + id.seenBy(from.user()));
        } else {
            // what is read was received
            keeper.advanceTo(new UserMarks(Math.max(0, furthest), Math.max(0, read)));
        }
    }

    private void refuse(Consumer<Refusal> refused, Reason reason, String detail) {
        observer.receiptRefused(reason);
        refused.accept(new Refusal(reason, detail));
    }

    void committed(Block block) {
        for (StoredMessage message : block.messages()) {
            if (message.expiresAt() != 0) {
                await(message);
            }
        }
    }

    private void await(StoredMessage message) {
        if (message.seq() > receivedByPeerOf(message.from())) {
            expiries.add(message);
        }
    }

    boolean hasRoomForExpiry(Waiting waiting) {
        if (waiting.submission.expiryMillis() == 0 || expiries.size() < settings.expiriesMax()) {
            return true;
        }
        expiries.removeIf(message -> message.seq() <= receivedByPeerOf(message.from()));
        return expiries.size() < settings.expiriesMax();
    }

    void wantRows() {
        for (MarkKeeper keeper : keepers) {
            keeper.wantRow();
        }
    }

    boolean rowsDurable() {
        for (MarkKeeper keeper : keepers) {
            if (!keeper.rowDurable()) {
                return false;
            }
        }
        return true;
    }

    void go(long now) {
        for (MarkKeeper keeper : keepers) {
            keeper.save(effects, now);
        }
        for (StoredMessage due = expiries.takeDue(now); due != null; due = expiries.takeDue(now)) {
            if (due.seq() > receivedByPeerOf(due.from())) {
                observer.expired();
                effects.expired(due.from(), due.seq(), due.id());
            }
        }
    }

    void saved(UserName user) {
        MarkKeeper moved = requireKeeper(user);
        UserMarks before = moved.saved();
        UserMarks marks = moved.durable();
        for (MarkKeeper told : keepers) {
            boolean news = told.user.equals(user) ? marks.read() > before.read() : !marks.equals(before);
            if (news) {
                effects.receipted(told.user, user, marks);
            }
        }
    }

    void saveFailed(UserName user, long now) {
        requireKeeper(user).failed(now);
    }

    Map<UserName, UserMarks> marks() {
        Map<UserName, UserMarks> marks = new LinkedHashMap<>();
        keepers.forEach(keeper -> marks.put(keeper.user, keeper.durable()));
        return marks;
    }

    /** Whether some user is known to have the message {@code seq}. */
    boolean anyMarkAt(long seq) {
        return keepers.stream().anyMatch(keeper -> keeper.durable().received() >= seq);
    }

    boolean isIdle() {
        return keepers.stream().allMatch(MarkKeeper::isIdle);
    }

    long nextExpiry() {
        return expiries.nextAt();
    }

    long retryAt() {
        long next = Conversation.NEVER;
        for (MarkKeeper keeper : keepers) {
            next = Math.min(next, keeper.retryAt());
        }
        return next;
    }

    private long receivedByPeerOf(UserName sender) {
        for (MarkKeeper keeper : keepers) {
            if (keepers.size() == 1 || !keeper.user.equals(sender)) {
                return keeper.durable().received();
            }
        }
        throw new IllegalStateException("nobody in " + id + " but " + sender);
    }

    private @Nullable MarkKeeper keeperOf(UserName user) {
        for (MarkKeeper keeper : keepers) {
            if (keeper.user.equals(user)) {
                return keeper;
            }
        }
        return null;
    }

    private MarkKeeper requireKeeper(UserName user) {
        MarkKeeper keeper = keeperOf(user);
        if (keeper == null) {
            throw new IllegalStateException(user + " is not in " + id);
        }
        return keeper;
    }
}
