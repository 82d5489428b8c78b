package io.parley.broker.conversation;

import io.parley.broker.conversation.Conversations.AckSink;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.protocol.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages from their arrival at the owner until they are answered: known ids at once, the others in a line, out of which
 * blocks are made. Part of {@link Conversation} and of its thread.
 */
final class Intake {
    private final ConversationSettings settings;
    private final Receipts receipts;
    private final Answers answers;
    private final WaitingLine line;
    private final Lookups lookups;
    private final RecentIds recent;
    /** What the block in flight has. */
    private List<Waiting> inFlight = List.of();

    Intake(
            ConversationEffects effects,
            ConversationSettings settings,
            ConversationObserver observer,
            Receipts receipts) {
        this.settings = settings;
        this.receipts = receipts;
        this.answers = new Answers(settings, observer);
        this.line = new WaitingLine(settings);
        this.recent = new RecentIds(settings);
        this.lookups = new Lookups(effects, settings, observer);
    }

    void recovered(Tail found) {
        recent.recovered(found);
    }

    /** The owner has all there is to know: what waited is looked at. */
    void open(long now) {
        for (Waiting waiting : line.removeKnown(key -> recent.get(key) != null)) {
            answeredFromMemory(waiting);
        }
        line.all().forEach(waiting -> examine(waiting, now));
    }

    /** What the store was asked is asked again, once the owner has recovered. */
    void recoverAgain() {
        lookups.reset();
    }

    void reject(Submission submission, AckSink sink, Reason reason, long now) {
        answers.rejected(waiting(submission, sink, now), reason);
    }

    /** @param closed why nothing new is taken, null if something is; known ids are answered all the same */
    void submit(Submission submission, AckSink sink, @Nullable Reason closed, boolean open, long now) {
        Waiting waiting = waiting(submission, sink, now);
        if (open && answeredFromMemory(waiting)) {
            return;
        }
        if (closed != null) {
            answers.rejected(waiting, closed);
        } else {
            enter(waiting, open, now);
        }
    }

    private static Waiting waiting(Submission submission, AckSink sink, long now) {
        return new Waiting(submission, new ReturnAddress(sink, submission.connection()), now);
    }

    private void enter(Waiting waiting, boolean open, long now) {
        Waiting earlier = line.undecided(waiting.key);
        if (!line.hasRoomFor(waiting) || !receipts.hasRoomForExpiry(waiting)) {
            answers.rejected(waiting, Reason.BUSY);
        } else if (earlier != null) {
            line.addTwin(earlier, waiting);
        } else {
            line.add(waiting);
            if (open) {
                examine(waiting, now);
            }
        }
    }

    private boolean answeredFromMemory(Waiting waiting) {
        KnownId known = recent.get(waiting.key);
        if (known == null) {
            return false;
        }
        answers.known(waiting, known);
        return true;
    }

    /** Finds out what must be known before it gets a seq. */
    private void examine(Waiting waiting, long now) {
        waiting.awaitsLookup = false;
        waiting.known = null;
        waiting.askOwn = recent.mayBeForgotten(waiting.key, now);
        SenderId after = waiting.afterKey();
        if (after != null) {
            waiting.predecessor = line.undecided(after);
            waiting.mayFollow = recent.get(after) != null;
            waiting.askAfter = waiting.predecessor == null && !waiting.mayFollow && recent.mayBeForgotten(after, now);
        }
        if (waiting.askOwn || waiting.askAfter) {
            lookups.need(waiting);
        }
    }

    void lookUp(long now) {
        lookups.go(now);
    }

    void idsFound(Map<SenderId, KnownId> found, long last) {
        lookups.idsFound(found, last);
    }

    void messagesRead(Collection<StoredMessage> messages) {
        lookups.messagesRead(messages);
    }

    void idsFailed(long now) {
        lookups.failed(now);
    }

    /** Takes the next block's messages out of the line; they are in flight from now on. */
    BlockPlan plan(Rules rules, long now) {
        BlockPlan plan = BlockPlan.of(line, answers, rules, settings, now);
        if (!plan.isEmpty()) {
            inFlight = plan.chosen();
        }
        return plan;
    }

    /** See {@link io.parley.broker.storage.Block#futureUntil()}, with these messages. */
    long futureUntil(List<StoredMessage> messages, long at) {
        long futureUntil = recent.futureUntil();
        for (StoredMessage message : messages) {
            futureUntil = recent.futureUntilWith(futureUntil, message.id(), at);
        }
        return futureUntil;
    }

    /** What is in flight is durable. */
    void committed(List<KnownId> ids, long futureUntil) {
        recent.committed(futureUntil);
        for (int i = 0; i < ids.size(); i++) {
            Waiting waiting = inFlight.get(i);
            KnownId known = ids.get(i);
            recent.add(waiting.key, known);
            line.decided(waiting);
            answers.accepted(waiting, known);
        }
        inFlight = List.of();
    }

    /** What is in flight may be another owner's to answer; the rest is to be sent there. */
    void stop() {
        for (Waiting waiting : inFlight) {
            line.decided(waiting);
            answers.rejected(waiting, Reason.UNKNOWN_OUTCOME);
        }
        inFlight = List.of();
        rejectAll(Reason.BUSY);
    }

    void rejectAll(Reason reason) {
        line.removeAll().forEach(waiting -> answers.rejected(waiting, reason));
    }

    void refuseImpatient(long now) {
        Waiting head = line.head();
        long arrivedUntil = now - settings.pendingPatienceMillis();
        if (head != null && head.arrivedAt <= arrivedUntil) {
            line.removeImpatient(arrivedUntil).forEach(waiting -> answers.rejected(waiting, Reason.BUSY));
        }
    }

    void answer() {
        answers.send();
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    long nextTick() {
        Waiting head = line.head();
        long impatient = head == null ? Conversation.NEVER : head.arrivedAt + settings.pendingPatienceMillis();
        return Math.min(impatient, lookups.retryAt());
    }
}
