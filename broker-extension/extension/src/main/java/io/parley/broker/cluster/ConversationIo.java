package io.parley.broker.cluster;

import io.parley.broker.conversation.Conversation;
import io.parley.broker.conversation.ConversationEffects;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Rules;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.CountsEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Carries out what a {@link Conversation} wants. Runs on the actor's thread; what the store answers on its own threads
 * comes back to the actor as an {@link Outcome}.
 */
final class ConversationIo implements ConversationEffects {
    /** The outcome of a call to the store: an input of the conversation, to be run on the actor's thread. */
    record Outcome(Runnable input) implements ConversationMessage.Local {}

    private final ConversationId id;
    private final ActorContext<ConversationMessage> context;
    private final ConversationStore store;
    private final Rules rules;
    private final Consumer<UserMessage> users;
    private final Clock clock;
    private final ConversationObserver observer;
    private final Conversation conversation;
    private boolean stopped;

    ConversationIo(
            ConversationId id,
            ActorContext<ConversationMessage> context,
            ConversationStore store,
            Rules rules,
            Consumer<UserMessage> users,
            Clock clock,
            ConversationSettings settings,
            ConversationObserver observer) {
        this.id = id;
        this.context = context;
        this.store = store;
        this.rules = rules;
        this.users = users;
        this.clock = clock;
        this.observer = observer;
        this.conversation = new Conversation(id, rules, this, settings, observer);
    }

    Conversation conversation() {
        return conversation;
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void readTail(int messagesMin) {
        long startedAt = System.nanoTime();
        call(
                "read tail",
                () -> store.readTail(id, messagesMin),
                found -> {
                    observer.recovered(System.nanoTime() - startedAt);
                    conversation.recovered(found, clock.millis());
                },
                conversation::recoverFailed);
    }

    @Override
    public void claim(long former) {
        call(
                "claim",
                () -> store.claim(id, former),
                won -> conversation.claimed(won, clock.millis()),
                conversation::claimFailed);
    }

    @Override
    public void loadRules() {
        call(
                "load rules",
                rules::load,
                adopt -> conversation.rulesLoaded(adopt, clock.millis()),
                conversation::rulesFailed);
    }

    @Override
    public void saveRules() {
        call(
                "save rules",
                () -> done(rules.save()),
                done -> conversation.rulesSaved(clock.millis()),
                conversation::rulesSaveFailed);
    }

    @Override
    public void openBucket(long bucket) {
        call(
                "open bucket",
                () -> done(store.openBucket(id, bucket)),
                done -> conversation.bucketOpened(clock.millis()),
                conversation::bucketFailed);
    }

    @Override
    public void append(Block block, List<KnownId> ids) {
        long startedAt = System.nanoTime();
        pipe(
                () -> done(store.append(block, ids)),
                done -> {
                    observer.appendTook(System.nanoTime() - startedAt, ids.size());
                    conversation.appended(clock.millis());
                },
                fault -> {
                    observer.storeFailed(id, "append", fault);
                    boolean unknown = !(fault instanceof StorageException known) || known.outcomeUnknown();
                    conversation.appendFailed(unknown, clock.millis());
                });
    }

    @Override
    public void readBack() {
        call(
                "read back",
                () -> store.readTail(id, 1),
                found -> conversation.readBack(found, clock.millis()),
                conversation::readBackFailed);
    }

    @Override
    public void findIds(Collection<SenderId> ids) {
        call(
                "find ids",
                () -> store.findIds(id, ids),
                found -> conversation.idsFound(found, clock.millis()),
                conversation::idsFailed);
    }

    @Override
    public void readMessages(Collection<Long> seqs) {
        call(
                "read messages",
                () -> readEach(seqs),
                messages -> conversation.messagesRead(messages, clock.millis()),
                conversation::idsFailed);
    }

    @Override
    public void saveMarks(UserName user, UserMarks marks, long peersOwn) {
        call(
                "save marks",
                () -> done(store.saveMarks(id, user, marks, peersOwn)),
                done -> conversation.marksSaved(user, clock.millis()),
                now -> conversation.marksFailed(user, now));
    }

    @Override
    public void committed(UserName user, long period, Block block) {
        users.accept(new UserMessage.Committed(user, period, block));
    }

    @Override
    public void touched(UserName user) {
        users.accept(new UserMessage.Touched(user, id));
    }

    @Override
    public void counts(UserName sender, int of, List<CountsEvent.Count> counts) {
        byte[] body = Bodies.write(new CountsEvent(id.seenBy(sender), of, counts));
        users.accept(new UserMessage.Event(sender, "counts", Content.wrap(body)));
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {
        users.accept(new UserMessage.Receipted(user, id, whose, marks));
    }

    @Override
    public void expired(UserName sender, long seq, MessageId message) {
        users.accept(new UserMessage.Expired(sender, id, seq, message));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private CompletionStage<List<StoredMessage>> readEach(Collection<Long> seqs) {
        CompletionStage<List<StoredMessage>> all = CompletableFuture.completedFuture(List.of());
        for (long seq : seqs) {
            all = all.thenCombine(store.read(id, seq, seq, 1, Long.MAX_VALUE), (messages, more) -> {
                List<StoredMessage> sum = new ArrayList<>(messages);
                sum.addAll(more);
                return sum;
            });
        }
        return all;
    }

    private static CompletionStage<Boolean> done(CompletionStage<Void> stage) {
        return stage.thenApply(nothing -> true);
    }

    private <T> void call(
            String what, Supplier<CompletionStage<T>> call, Consumer<T> answered, LongConsumer failedAtMillis) {
        pipe(call, answered, fault -> {
            observer.storeFailed(id, what, fault);
            failedAtMillis.accept(clock.millis());
        });
    }

    private <T> void pipe(Supplier<CompletionStage<T>> call, Consumer<T> answered, Consumer<Throwable> failed) {
        context.pipeToSelf(
                started(call),
                (value, fault) -> new Outcome(() -> {
                    if (fault == null) {
                        answered.accept(value);
                    } else {
                        failed.accept(
                                fault instanceof CompletionException && fault.getCause() != null
                                        ? fault.getCause()
                                        : fault);
                    }
                }));
    }

    /** A store that throws where it should fail its stage must not take the conversation with it. */
    static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
