package io.parley.broker.conversation;

import io.parley.broker.conversation.Conversations.AckSink;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A {@link Conversation} in virtual time over a store: what the actor is in production. It can die at any moment. */
public final class VirtualOwner implements ConversationEffects {
    /** Where the owner's news for users go. */
    public interface Users {
        void committed(UserName user, Block block);

        default void committed(UserName user, long period, Block block) {
            committed(user, block);
        }

        void receipted(UserName user, UserName whose, UserMarks marks);

        void expired(UserName sender, long seq, MessageId id);

        default void touched(UserName user) {}

        default void counts(UserName sender, int of, List<Count> counts) {}
    }

    private final ConversationId id;
    private final VirtualTime time;
    private final ConversationStore store;
    private final Rules rules;
    private final Users users;
    private final Conversation conversation;
    private VirtualOwner neighbour;
    /** When the next tick is planned; one that is no longer wanted changes nothing. */
    private long tickAt = Conversation.NEVER;

    private boolean dead;
    private boolean stopped;

    public VirtualOwner(
            ConversationId id,
            VirtualTime time,
            ConversationStore store,
            Rules rules,
            Users users,
            ConversationSettings settings,
            ConversationObserver observer) {
        this.id = id;
        this.time = time;
        this.store = store;
        this.rules = rules;
        this.users = users;
        this.conversation = new Conversation(id, rules, this, settings, observer);
        input(() -> conversation.start(time.millis()));
    }

    public Conversation conversation() {
        return conversation;
    }

    /** The owner of the side log, or of what it belongs to: whatever happens to the one, the other looks what follows. */
    public void livesWith(VirtualOwner other) {
        neighbour = other;
        other.neighbour = this;
    }

    /** From now on it does nothing and hears nothing; what it asked of the store happens all the same. */
    public void kill() {
        dead = true;
    }

    public boolean isStopped() {
        return stopped;
    }

    public void submit(Submission submission, AckSink sink) {
        input(() -> conversation.submit(List.of(submission), sink, time.millis()));
    }

    public void receipt(EndpointId from, long received, long read, Consumer<Refusal> refused) {
        input(() -> conversation.receipt(from, received, read, refused, time.millis()));
    }

    public void clear(UserName user, Runnable done) {
        input(() -> conversation.clear(user, done, time.millis()));
    }

    public void away(UserName user, long period) {
        input(() -> conversation.away(user, period));
    }

    public void askReaders(UserName viewer, long seq, Consumer<Readers> sink) {
        input(() -> conversation.askReaders(viewer, seq, sink, time.millis()));
    }

    public void refreshRules(Runnable done) {
        input(() -> conversation.refreshRules(done, time.millis()));
    }

    public void askHead(UserName viewer, long period, HeadSink sink) {
        input(() -> conversation.askHead(viewer, period, sink, time.millis()));
    }

    public void refresh(Runnable done) {
        input(() -> conversation.refreshRules(done, time.millis()));
    }

    public void signal(UserName from, Consumer<UserName> told) {
        input(() -> conversation.signal(from, told, time.millis()));
    }

    private void input(Runnable input) {
        if (dead || stopped) {
            return;
        }
        input.run();
        wakeInTime();
        if (neighbour != null && !neighbour.dead && !neighbour.stopped) {
            neighbour.conversation.tick(time.millis());
            neighbour.wakeInTime();
        }
    }

    private void wakeInTime() {
        long next = conversation.nextTick();
        if (next < tickAt) {
            tickAt = next;
            time.after(Math.max(1, next - time.millis()), () -> tick(next));
        }
    }

    private void tick(long planned) {
        if (tickAt == planned) {
            tickAt = Conversation.NEVER;
            input(() -> conversation.tick(time.millis()));
        }
    }

    private <T> void pipe(CompletionStage<T> stage, Consumer<T> answered, Consumer<StorageException> failed) {
        BiConsumer<T, Throwable> outcome = (value, fault) -> input(() -> {
            Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
            if (cause == null) {
                answered.accept(value);
            } else if (cause instanceof StorageException known) {
                failed.accept(known);
            } else {
                throw new AssertionError(cause);
            }
        });
        stage.whenComplete((value, fault) -> time.after(0, () -> outcome.accept(value, fault)));
    }

    @Override
    public void readTail(int messagesMin) {
        pipe(
                store.readTail(id, messagesMin),
                tail -> conversation.recovered(tail, time.millis()),
                fault -> conversation.recoverFailed(time.millis()));
    }

    @Override
    public void claim(long former) {
        pipe(
                store.claim(id, former),
                won -> conversation.claimed(won, time.millis()),
                fault -> conversation.claimFailed(time.millis()));
    }

    @Override
    public void loadRules() {
        pipe(
                rules.load(),
                adopt -> conversation.rulesLoaded(adopt, time.millis()),
                fault -> conversation.rulesFailed(time.millis()));
    }

    @Override
    public void saveRules() {
        pipe(
                rules.save(),
                done -> conversation.rulesSaved(time.millis()),
                fault -> conversation.rulesSaveFailed(time.millis()));
    }

    @Override
    public void openBucket(long bucket) {
        pipe(
                store.openBucket(id, bucket),
                done -> conversation.bucketOpened(time.millis()),
                fault -> conversation.bucketFailed(time.millis()));
    }

    @Override
    public void append(Block block, List<KnownId> ids) {
        pipe(
                store.append(block, ids),
                done -> conversation.appended(time.millis()),
                fault -> conversation.appendFailed(fault.outcomeUnknown(), time.millis()));
    }

    @Override
    public void readBack() {
        pipe(
                store.readTail(id, 1),
                found -> conversation.readBack(found, time.millis()),
                fault -> conversation.readBackFailed(time.millis()));
    }

    @Override
    public void findIds(Collection<SenderId> ids) {
        pipe(
                store.findIds(id, ids),
                found -> conversation.idsFound(found, time.millis()),
                fault -> conversation.idsFailed(time.millis()));
    }

    @Override
    public void readMessages(Collection<Long> seqs) {
        CompletionStage<List<StoredMessage>> all = CompletableFuture.completedFuture(List.of());
        for (long seq : seqs) {
            all = all.thenCombine(store.read(id, seq, seq, 1, Long.MAX_VALUE), (some, more) -> {
                List<StoredMessage> sum = new ArrayList<>(some);
                sum.addAll(more);
                return sum;
            });
        }
        pipe(
                all,
                messages -> conversation.messagesRead(messages, time.millis()),
                fault -> conversation.idsFailed(time.millis()));
    }

    @Override
    public void saveMarks(UserName user, UserMarks marks, long peersOwn) {
        pipe(
                store.saveMarks(id, user, marks, peersOwn),
                done -> conversation.marksSaved(user, time.millis()),
                fault -> conversation.marksFailed(user, time.millis()));
    }

    @Override
    public void committed(UserName user, long period, Block block) {
        users.committed(user, period, block);
    }

    @Override
    public void touched(UserName user) {
        users.touched(user);
    }

    @Override
    public void counts(UserName sender, int of, List<Count> counts) {
        users.counts(sender, of, counts);
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {
        users.receipted(user, whose, marks);
    }

    @Override
    public void expired(UserName sender, long seq, MessageId message) {
        users.expired(sender, seq, message);
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
