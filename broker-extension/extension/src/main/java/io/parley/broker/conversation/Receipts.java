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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far the users of one conversation have come, who is told, and what expires before they come.
 *
 * <p>In a chat each mark is saved and told by itself. In a group marks are gathered for a moment and saved a few at a time;
 * a user hears of the own ones, senders of {@link Counting}'s sums.
 */
final class Receipts {
    private record Early(EndpointId from, long received, long read, Consumer<Refusal> refused) {}

    private record Clearing(UserName user, long seq, Runnable done) {}

    /** Up to where everybody but one has received: the least mark, whose it is, and the least of the others. */
    private record Least(long mark, @Nullable UserName whose, long others) {
        long without(UserName sender) {
            return sender.equals(whose) ? others : mark;
        }
    }

    private final ConversationId id;
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final ConversationObserver observer;
    private final Rules rules;
    private final Audience audience;
    private final boolean many;

    private final Map<UserName, MarkKeeper> keepers = new LinkedHashMap<>();
    private final Set<MarkKeeper> toSave = new LinkedHashSet<>();
    private final OwnSends ownSends;
    private final Counting counting;
    private final Expiries expiries = new Expiries();
    private final ArrayDeque<Early> earlyReceipts = new ArrayDeque<>();
    private final ArrayDeque<Runnable> earlyQuestions = new ArrayDeque<>();
    /** Who waits for a clearing to be durable. */
    private final List<Clearing> clearings = new ArrayList<>();

    private int saving;
    private long gatherUntil;

    Receipts(
            ConversationId id,
            Rules rules,
            Audience audience,
            ConversationEffects effects,
            ConversationSettings settings,
            ConversationObserver observer) {
        this.id = id;
        this.rules = rules;
        this.audience = audience;
        this.effects = effects;
        this.settings = settings;
        this.observer = observer;
        this.many = id.isGroup();
        this.ownSends = new OwnSends(settings);
        this.counting = new Counting(rules, settings.countsPauseMillis());
        if (!many) {
            rules.members().forEach(this::keeper);
        }
    }

    void recovered(Tail tail, long last) {
        if (id.isAmendments()) {
            return;
        }
        // before its first block a conversation need not be one of the user's yet, whatever the marks say
        tail.marks().forEach((user, marks) -> keeper(user).recovered(marks, last > 0));
        expiries.clear();
        ownSends.clear();
        counting.clear();
        long lastAt = 0;
        Least least = least();
        for (Block block : tail.blocks()) {
            lastAt = block.messages().get(block.messages().size() - 1).at();
        }
        for (Block block : tail.blocks()) {
            noteSenders(block);
            for (StoredMessage message : block.messages()) {
                // what expired before the newest message was written, the owner of that time has told
                if (isAwaited(message)
                        && message.expiresAt() > lastAt
                        && message.seq() > least.without(message.from())) {
                    expiries.add(message);
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
        while (!earlyQuestions.isEmpty()) {
            earlyQuestions.remove().run();
        }
    }

    /** Past the bound the oldest goes: receipts and questions are repeated by whoever needs them. */
    void takeLater(EndpointId from, long received, long read, Consumer<Refusal> refused) {
        if (earlyReceipts.size() >= settings.earlyQuestionsMax()) {
            earlyReceipts.remove();
        }
        earlyReceipts.add(new Early(from, received, read, refused));
    }

    /** Something to be answered once the owner is open. */
    void askLater(Runnable question) {
        if (earlyQuestions.size() >= settings.earlyQuestionsMax()) {
            earlyQuestions.remove();
        }
        earlyQuestions.add(question);
    }

    /** What the viewer may know of where everybody is. */
    Head head(UserName viewer, long last) {
        Map<UserName, UserMarks> marks = new LinkedHashMap<>();
        for (MarkKeeper keeper : many ? ownKeeper(viewer) : keepers.values()) {
            marks.put(keeper.user, keeper.told());
        }
        UserMarks mine = marks.getOrDefault(viewer, UserMarks.NONE);
        var visible = rules.visible(viewer).above(mine.cleared());
        counting.returned(viewer);
        return new Head(rules.visible(viewer).lastOf(last), marks, visible, rules.joined(viewer));
    }

    private Collection<MarkKeeper> ownKeeper(UserName viewer) {
        MarkKeeper keeper = keepers.get(viewer);
        return keeper == null ? List.of() : List.of(keeper);
    }

    void take(EndpointId from, long received, long read, Consumer<Refusal> refused, long last) {
        UserName user = from.user();
        long furthest = Math.max(received, read);
        long visible = rules.visible(user).lastOf(last);
        if (rules.visible(user).isEmpty()) {
            refuse(refused, Reason.NOT_ALLOWED, user + " is not in " + id);
        } else if (furthest > visible) {
            refuse(refused, Reason.BEYOND_LAST, "seq " + furthest + ", last " + visible + " in " + id.seenBy(user));
        } else if (!id.isAmendments()) {
            // what is read was received
            advance(keeper(user), new UserMarks(Math.max(0, furthest), Math.max(0, read)));
        }
    }

    /** The user wants to see nothing up to {@code seq} any more; 0 if there is nothing to be seen. */
    void clear(UserName user, long seq, Runnable done) {
        if (seq == 0 || seq <= keeper(user).durable().cleared()) {
            done.run();
        } else if (clearings.size() < settings.earlyQuestionsMax()) {
            clearings.add(new Clearing(user, seq, done));
            advance(keeper(user), UserMarks.ofCleared(seq));
        }
    }

    private void cleared(MarkKeeper keeper) {
        List<Clearing> finished = clearings.stream()
                .filter(it -> it.user.equals(keeper.user)
                        && it.seq <= keeper.durable().cleared())
                .toList();
        clearings.removeAll(finished);
        finished.forEach(it -> it.done.run());
    }

    private void advance(MarkKeeper keeper, UserMarks marks) {
        keeper.advanceTo(marks);
        if (keeper.needsSave()) {
            toSave.add(keeper);
        }
    }

    private void refuse(Consumer<Refusal> refused, Reason reason, String detail) {
        observer.receiptRefused(reason);
        refused.accept(new Refusal(reason, detail));
    }

    void committed(Block block) {
        if (id.isAmendments()) {
            return;
        }
        noteSenders(block);
        for (StoredMessage message : block.messages()) {
            if (isAwaited(message)) {
                expiries.add(message);
            }
        }
    }

    private void noteSenders(Block block) {
        for (StoredMessage message : block.messages()) {
            MarkKeeper keeper = keeper(message.from());
            keeper.advanceTo(UserMarks.ofOwn(message.seq()));
            ownSends.sent(keeper);
        }
        if (many) {
            counting.committed(block);
        }
    }

    /** Who is to hear that it expires: nobody, where everything does. */
    private boolean isAwaited(StoredMessage message) {
        return message.expiresAt() != 0 && message.expiresAt() != message.at() + rules.retentionMillis();
    }

    boolean hasRoomForExpiry(Waiting waiting) {
        if (waiting.submission.expiryMillis() == 0 || expiries.size() < settings.expiriesMax()) {
            return true;
        }
        Least least = least();
        expiries.removeIf(message -> message.seq() <= least.without(message.from()));
        return expiries.size() < settings.expiriesMax();
    }

    /** A group has its rows with its members. */
    void wantRows() {
        if (!many && !id.isAmendments()) {
            for (MarkKeeper keeper : keepers.values()) {
                keeper.wantRow();
                if (!keeper.rowDurable()) {
                    toSave.add(keeper);
                }
            }
        }
    }

    boolean rowsDurable() {
        if (!many && !id.isAmendments()) {
            for (MarkKeeper keeper : keepers.values()) {
                if (!keeper.rowDurable()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a block may follow on {@code last} without a new owner losing sight of somebody's own sends. */
    boolean mayGrow(long last) {
        return ownSends.leaveRoom(last);
    }

    void go(long last, long now) {
        ownSends.go(last, toSave::add);
        save(last, now);
        if (many) {
            counting.go(this::memberKeepers, audience, effects::counts, now);
        }
        StoredMessage due = expiries.takeDue(now);
        if (due != null) {
            Least least = least();
            for (; due != null; due = expiries.takeDue(now)) {
                if (due.seq() > least.without(due.from())) {
                    observer.expired();
                    effects.expired(due.from(), due.seq(), due.id());
                }
            }
        }
    }

    /** Who is in has changed. */
    void membersMoved() {
        counting.moved();
    }

    private void save(long last, long now) {
        if (toSave.isEmpty()) {
            return;
        }
        if (many && saving == 0 && gatherUntil == 0) {
            gatherUntil = now + settings.gatherMarksMillis();
        }
        boolean gathering = now < gatherUntil && gatherUntil - now <= settings.gatherMarksMillis();
        // nor is anything gathered while a block waits for it
        if (many && gathering && ownSends.leaveRoom(last)) {
            return;
        }
        Iterator<MarkKeeper> each = toSave.iterator();
        while (each.hasNext() && (!many || saving < settings.marksInFlightMax())) {
            MarkKeeper keeper = each.next();
            if (keeper.save(effects, peersOwn(keeper), now)) {
                saving++;
                each.remove();
            } else if (!keeper.needsSave()) {
                each.remove();
            }
        }
        if (toSave.isEmpty()) {
            gatherUntil = 0;
        }
    }

    private long peersOwn(MarkKeeper keeper) {
        if (many) {
            return 0;
        }
        UserName peer = id.peerOf(keeper.user);
        return peer.equals(keeper.user) ? 0 : keeper(peer).own();
    }

    private Collection<MarkKeeper> memberKeepers() {
        return rules.members().stream().map(this::keeper).toList();
    }

    void saved(UserName user) {
        saving--;
        MarkKeeper moved = requireKeeper(user);
        UserMarks before = moved.saved();
        UserMarks marks = moved.told();
        if (moved.needsSave()) {
            toSave.add(moved);
        }
        cleared(moved);
        boolean received = marks.received() > before.received();
        boolean read = marks.read() > before.read() || marks.cleared() > before.cleared();
        if (many) {
            counting.moved();
            // who has left still reads what was theirs, and each of their endpoints is to agree
            if ((received || read) && (audience.hears(user) || !rules.isMember(user))) {
                effects.receipted(user, user, marks);
            }
            return;
        }
        for (MarkKeeper told : keepers.values()) {
            if (read || (received && !told.user.equals(user))) {
                effects.receipted(told.user, user, marks);
            }
        }
    }

    void saveFailed(UserName user, long now) {
        saving--;
        MarkKeeper keeper = requireKeeper(user);
        keeper.failed(now);
        toSave.add(keeper);
    }

    Readers readers(UserName sender, long seq) {
        List<UserName> received = new ArrayList<>();
        List<UserName> read = new ArrayList<>();
        int of = 0;
        for (MarkKeeper keeper : memberKeepers()) {
            if (!keeper.user.equals(sender) && rules.visible(keeper.user).contains(seq)) {
                of++;
                if (keeper.durable().received() >= seq) {
                    received.add(keeper.user);
                }
                if (keeper.durable().read() >= seq) {
                    read.add(keeper.user);
                }
            }
        }
        boolean named = of <= Readers.NAMED_MAX;
        return new Readers(of, received.size(), read.size(), named ? received : List.of(), named ? read : List.of());
    }

    /** Whether some user is known to have the message {@code seq}. */
    boolean anyMarkAt(long seq) {
        return keepers.values().stream().anyMatch(keeper -> keeper.durable().received() >= seq);
    }

    boolean isIdle() {
        return toSave.isEmpty() && saving == 0;
    }

    long nextExpiry() {
        return expiries.nextAt();
    }

    long retryAt() {
        long next = many ? counting.dueAt() : Conversation.NEVER;
        if (many && !toSave.isEmpty() && gatherUntil != 0) {
            next = Math.min(next, gatherUntil);
        }
        for (MarkKeeper keeper : toSave) {
            next = Math.min(next, keeper.retryAt());
        }
        return next;
    }

    /**
     * What everybody but the sender has received; in a chat with oneself, what the other endpoints have. Nobody waits for
     * what was before them.
     */
    private Least least() {
        long mark = Long.MAX_VALUE;
        long others = Long.MAX_VALUE;
        UserName whose = null;
        for (UserName member : rules.members()) {
            long received = Math.max(keeper(member).durable().received(), rules.joined(member) - 1);
            if (received < mark) {
                others = mark;
                mark = received;
                whose = member;
            } else {
                others = Math.min(others, received);
            }
        }
        return new Least(mark, rules.members().size() == 1 ? null : whose, others);
    }

    private MarkKeeper keeper(UserName user) {
        return keepers.computeIfAbsent(user, fresh -> new MarkKeeper(fresh, settings));
    }

    private MarkKeeper requireKeeper(UserName user) {
        @Nullable MarkKeeper keeper = keepers.get(user);
        if (keeper == null) {
            throw new IllegalStateException(user + " is not in " + id);
        }
        return keeper;
    }
}
