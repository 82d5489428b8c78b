package io.parley.broker.conversation;

import io.parley.broker.conversation.Conversations.AckSink;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one conversation: the one place that gives seqs in it.
 *
 * <p>A state machine of one thread, told the time with every input, in Unix milliseconds. It asks for what it needs
 * through {@link ConversationEffects} and is told the outcome by the input of the same name. It must be told
 * {@link #tick} at {@link #nextTick} at the latest.
 *
 * <p>Holds at every moment: {@code last} is the seq of the newest durable message; at most one block is in flight, and it
 * begins at {@code last + 1}; an id is accepted once; a message gets its seq before every later one of its sender.
 */
public final class Conversation {
    public static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        /** Reads the tail. */
        RECOVERING,
        /** Writes the newest block again, so that nothing a former owner left under way can replace it. */
        SETTLING,
        /** Writes what changes in the log amount to, if a former owner did not. */
        SAVING,
        OPEN,
        STOPPED
    }

    private final ConversationId id;
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final ConversationObserver observer;

    private final Intake intake;
    private final Rules rules;
    private final RulesKeeper keeper;
    private final Audience audience;
    private final BlockWriter writer;
    private final Receipts receipts;
    private final LogEnd log;
    private final Recovery recovery;

    private Phase phase = Phase.RECOVERING;
    private @Nullable Block unsettled;

    public Conversation(
            ConversationId id,
            Rules rules,
            ConversationEffects effects,
            ConversationSettings settings,
            ConversationObserver observer) {
        this.id = id;
        this.effects = effects;
        this.settings = settings;
        this.observer = observer;
        this.rules = rules;
        this.keeper = new RulesKeeper(rules, effects, settings);
        this.audience = new Audience(rules);
        this.writer = new BlockWriter(effects, settings);
        this.receipts = new Receipts(id, rules, audience, effects, settings, observer);
        this.intake = new Intake(effects, settings, observer, receipts);
        this.log = new LogEnd(id, effects, settings);
        this.recovery = new Recovery(rules, keeper, effects, settings);
    }

    // ---- inputs from outside

    /** To be called once, before anything else. */
    public void start(long now) {
        finish(now);
    }

    /** Messages, in this order; the answer to each goes to {@code sink}, exactly once. */
    public void submit(List<Submission> submissions, AckSink sink, long now) {
        submissions.forEach(submission -> submit(submission, sink, now));
        finish(now);
    }

    private void submit(Submission submission, AckSink sink, long now) {
        if (id.mayConcern(submission.from().user())) {
            Reason closed = phase == Phase.STOPPED ? Reason.BUSY : keeper.absenceAt(now);
            intake.submit(submission, sink, closed, phase == Phase.OPEN, now);
        } else {
            intake.reject(submission, sink, Reason.NOT_ALLOWED, now);
        }
    }

    /** How far an endpoint has received and its user has read; 0 says nothing. */
    public void receipt(EndpointId from, long received, long read, Consumer<Refusal> refused, long now) {
        if (phase == Phase.OPEN) {
            receipts.take(from, received, read, refused, log.last());
        } else if (phase != Phase.STOPPED) {
            receipts.takeLater(from, received, read, refused);
        }
        finish(now);
    }

    /**
     * Asks for the newest seq and the marks, as {@code viewer} may see them; told as soon as they are known for certain.
     *
     * @param period the viewer's online period if it asks for a session, which from now on is told what is committed; 0
     *     if not
     */
    public void askHead(UserName viewer, long period, HeadSink sink, long now) {
        if (period != 0 && phase != Phase.STOPPED) {
            audience.returned(viewer, period);
        }
        whenOpen(() -> sink.head(receipts.head(viewer, log.last())));
        finish(now);
    }

    /** Nobody of the user was online in the period that {@link ConversationEffects#committed} named. */
    public void away(UserName user, long period) {
        if (id.isGroup()) {
            audience.away(user, period);
        }
    }

    /**
     * The user wants to see nothing of what there is now any more.
     *
     * @param done told when that is durable
     */
    public void clear(UserName user, Runnable done, long now) {
        whenOpen(() -> receipts.clear(user, rules.visible(user).lastOf(log.last()), done));
        finish(now);
    }

    private void whenOpen(Runnable question) {
        if (phase == Phase.OPEN) {
            question.run();
        } else if (phase != Phase.STOPPED) {
            receipts.askLater(question);
        }
    }

    /** What the rules stand on has changed; {@code done} is told when nothing is judged by the former any more. */
    public void refreshRules(Runnable done, long now) {
        keeper.refresh(done);
        finish(now);
    }

    /**
     * Something that is not stored, to those of the others who may be online. From who may not, or while nobody knows
     * whether they may, it is dropped.
     */
    public void signal(UserName from, Consumer<UserName> told, long now) {
        if (phase == Phase.OPEN && !keeper.isLoaded()) {
            keeper.load(now);
        } else if (phase == Phase.OPEN && rules.maySignal(from)) {
            for (Audience.Listener it : audience.current()) {
                if (!it.user().equals(from)) {
                    told.accept(it.user());
                }
            }
        }
    }

    /** Asks who has received and read what the viewer sent at {@code seq}. */
    public void askReaders(UserName viewer, long seq, Consumer<Readers> sink, long now) {
        whenOpen(() -> sink.accept(rules.isMember(viewer) ? receipts.readers(viewer, seq) : Readers.NONE));
        finish(now);
    }

    /** Whether messages may be judged now; asks for what is missing. For the side log, whose rules these are too. */
    public boolean mayJudge(long now) {
        if (phase != Phase.OPEN || keeper.absenceAt(now) != null) {
            return false;
        }
        // rows that are read while a change is being written would be without it
        return writer.isIdle() ? keeper.mayJudge(now) : keeper.isFresh(now);
    }

    /** Newest durable seq; negative while it is not known. */
    public long lastIfOpen() {
        return phase == Phase.OPEN ? log.last() : -1;
    }

    /** Time has passed. */
    public void tick(long now) {
        finish(now);
    }

    /** When {@link #tick} is due; {@link #NEVER} if only an input can change anything. */
    public long nextTick() {
        if (phase == Phase.STOPPED) {
            return NEVER;
        }
        long next = Math.min(recovery.retryAt(), log.retryAt());
        next = Math.min(next, Math.min(keeper.retryAt(), intake.nextTick()));
        next = Math.min(next, Math.min(writer.retryAt(), receipts.retryAt()));
        if (phase == Phase.OPEN) {
            next = Math.min(next, receipts.nextExpiry());
        }
        return next;
    }

    /** Whether nothing is under way, so that the owner may end without anybody left in doubt. */
    public boolean isIdle() {
        return phase == Phase.STOPPED
                || (intake.isEmpty()
                        && (writer.isIdle() || phase == Phase.SETTLING)
                        && receipts.isIdle()
                        && keeper.isIdle());
    }

    /** Whether the owner may end for want of work: idle, and no expiry is near. */
    public boolean mayRest(long now) {
        return isIdle() && receipts.nextExpiry() - settings.expiryAwaitedMillis() > now;
    }

    /** Whether there is no such conversation and cannot be one, for want of a user. */
    public boolean isHollow() {
        return keeper.wereAbsent();
    }

    public long last() {
        return log.last();
    }

    // ---- outcomes of effects

    public void recovered(Tail found, long now) {
        if (phase != Phase.RECOVERING) {
            throw new IllegalStateException("a tail in phase " + phase + " of " + id);
        }
        log.recovered(found);
        intake.recovered(found);
        recovery.read(found);
        finish(now);
    }

    public void recoverFailed(long now) {
        recovery.failed(now);
        finish(now);
    }

    /** @param won false if somebody else was faster: then the log may have grown, and is read again */
    public void claimed(boolean won, long now) {
        log.claimed(won);
        if (!won) {
            recoverAgain();
        }
        finish(now);
    }

    /** It may have been won all the same; reading the tail again tells which epoch is ours to beat. */
    public void claimFailed(long now) {
        log.claimFailed(now);
        recoverAgain();
        finish(now);
    }

    /** @param adopt what {@link Rules#load} gave */
    public void rulesLoaded(Runnable adopt, long now) {
        adopt.run();
        keeper.loaded(now);
        Reason absence = keeper.absenceAt(now);
        if (absence != null) {
            intake.rejectAll(absence);
        }
        finish(now);
    }

    public void rulesFailed(long now) {
        keeper.loadFailed(now);
        finish(now);
    }

    public void rulesSaved(long now) {
        keeper.saved();
        finish(now);
    }

    public void rulesSaveFailed(long now) {
        keeper.saveFailed(now);
        finish(now);
    }

    public void bucketOpened(long now) {
        log.bucketOpened();
        finish(now);
    }

    public void bucketFailed(long now) {
        log.bucketFailed(now);
        finish(now);
    }

    public void appended(long now) {
        written(writer.appended(now), now);
        finish(now);
    }

    public void appendFailed(boolean outcomeUnknown, long now) {
        if (outcomeUnknown) {
            observer.appendInDoubt(id, writer.block().firstSeq());
        }
        writer.appendFailed(outcomeUnknown, now);
        finish(now);
    }

    public void readBack(Tail found, long now) {
        written(writer.readBack(found, now), now);
        finish(now);
    }

    public void readBackFailed(long now) {
        writer.readBackFailed(now);
        finish(now);
    }

    public void idsFound(Map<SenderId, KnownId> found, long now) {
        intake.idsFound(found, log.last());
        finish(now);
    }

    public void messagesRead(Collection<StoredMessage> messages, long now) {
        intake.messagesRead(messages);
        finish(now);
    }

    public void idsFailed(long now) {
        intake.idsFailed(now);
        finish(now);
    }

    public void marksSaved(UserName user, long now) {
        receipts.saved(user);
        finish(now);
    }

    public void marksFailed(UserName user, long now) {
        receipts.saveFailed(user, now);
        finish(now);
    }

    // ---- what follows from every input

    private void finish(long now) {
        intake.refuseImpatient(now);
        if (phase == Phase.RECOVERING) {
            recover(now);
        }
        switch (phase) {
            case RECOVERING -> {}
            case SETTLING -> settle(now);
            case SAVING -> save(now);
            case OPEN -> work(now);
            case STOPPED -> {}
        }
        intake.answer();
    }

    private void recover(long now) {
        Tail found = recovery.take(now);
        if (found != null) {
            Block newest = LogEnd.newestOf(found);
            receipts.recovered(found, log.last());
            // a mark on it proves that the newest block was durable, ids and all, and known to be
            boolean isSettled = newest == null || receipts.anyMarkAt(log.last());
            phase = isSettled ? Phase.SAVING : Phase.SETTLING;
            unsettled = isSettled ? null : newest;
        }
    }

    private void settle(long now) {
        writer.go(now);
        if (log.isClaimed(now) && writer.isIdle() && unsettled != null) {
            Block block = log.again(unsettled);
            unsettled = null;
            writer.write(block, RecentIds.of(block), now);
        }
    }

    private void save(long now) {
        if (keeper.isSaved(now)) {
            phase = Phase.OPEN;
            intake.open(now);
            audience.opened();
            receipts.open(log.last());
            rules.takeTouched().forEach(effects::touched);
            work(now);
        }
    }

    private void work(long now) {
        intake.lookUp(now);
        writer.go(now);
        if (writer.isIdle()) {
            keeper.go(now);
        } else if (writer.isDurable() && keeper.isSaved(now)) {
            commit();
        }
        if (writer.isIdle() && !intake.isEmpty() && isReady(now)) {
            writeNextBlock(now);
        }
        receipts.go(log.last(), now);
    }

    /** Whether everything a block needs is in place; asks for what is not. */
    private boolean isReady(long now) {
        keeper.forgetAbsence(now);
        if (!keeper.mayJudge(now)) {
            return false;
        }
        receipts.wantRows();
        return log.isClaimed(now) && receipts.rowsDurable() && receipts.mayGrow(log.last()) && log.hasRoom(now);
    }

    private void writeNextBlock(long now) {
        BlockPlan plan = intake.plan(rules, now);
        if (plan.isEmpty()) {
            return;
        }
        long at = log.nextAt(now);
        long firstSeq = log.last() + 1;
        List<StoredMessage> messages = plan.messages(firstSeq, at, rules.retentionMillis());
        writer.write(log.next(messages, intake.futureUntil(messages, at)), plan.ids(firstSeq, at), now);
    }

    // ---- committing

    private void written(BlockWriter.Outcome outcome, long now) {
        switch (outcome) {
            case OPEN -> {}
            case DURABLE -> durable(now);
            case FENCED -> fence();
        }
    }

    /** The log has it; rows that follow from it are saved before anybody hears of it. */
    private void durable(long now) {
        if (phase == Phase.OPEN) {
            rules.committed(writer.block());
        }
        if (phase != Phase.OPEN || keeper.isSaved(now)) {
            commit();
        }
    }

    private void commit() {
        Block block = writer.block();
        List<KnownId> ids = writer.ids();
        writer.clear();
        boolean settled = phase == Phase.SETTLING;
        if (settled) {
            phase = Phase.SAVING;
        } else {
            log.advance(block, ids);
            receipts.committed(block);
            observer.accepted(ids.size(), block.contentBytes());
            intake.committed(ids, block.futureUntil());
        }
        Collection<UserName> touched = rules.takeTouched();
        audience.tell(block, touched, settled, effects);
        if (!touched.isEmpty()) {
            receipts.membersMoved();
        }
    }

    /** Two owners at once: the older one must not speak any more. */
    private void fence() {
        observer.fenced(id, log.epoch(), writer.fencedBy());
        writer.clear();
        phase = Phase.STOPPED;
        intake.stop();
        effects.stop();
    }

    private void recoverAgain() {
        phase = Phase.RECOVERING;
        recovery.reset();
        unsettled = null;
        intake.recoverAgain();
    }
}
