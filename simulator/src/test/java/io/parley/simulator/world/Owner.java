package io.parley.simulator.world;

import io.parley.broker.contact.ChatRules;
import io.parley.broker.contact.ChatState;
import io.parley.broker.contact.Chats;
import io.parley.broker.conversation.Conversation;
import io.parley.broker.conversation.ConversationEffects;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Rules;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.Relation;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What the sharding entity is to a conversation: thread, timer, and the way to store and users. */
final class Owner implements ConversationEffects {
    /** Where what it says to a user goes. */
    interface Users {
        void tell(UserName user, Consumer<UserHub> what);
    }

    /** Everybody may write to everybody, and nobody asks to be a contact. */
    private static final class Strangers implements Chats {
        @Override
        public CompletionStage<Optional<ChatState>> read(ConversationId chat) {
            return CompletableFuture.completedFuture(Optional.of(ChatState.strangers(chat)));
        }

        @Override
        public CompletionStage<Void> save(ConversationId chat, Relation relation) {
            throw new IllegalStateException("the relation in " + chat + " does not change here");
        }
    }

    private final ConversationId id;
    private final World world;
    private final ShakyStorage store;
    private final Users users;
    private final ConversationSettings settings;
    private final World.Life life = new World.Life();
    private final Rules rules;
    private final Conversation conversation;
    private long tickAt = Conversation.NEVER;
    private boolean used;

    Owner(ConversationId id, World world, ShakyStorage store, Users users, ConversationSettings settings) {
        this.id = id;
        this.world = world;
        this.store = store;
        this.users = users;
        this.settings = settings;
        this.rules = new ChatRules(id, new Strangers());
        this.conversation = new Conversation(id, rules, this, settings, ConversationObserver.NONE);
        step(conversation::start);
        world.after(settings.idleMillis(), life, this::rest);
    }

    /** Everything it is told comes through here. */
    void step(LongConsumer input) {
        if (life.isOver()) {
            return;
        }
        used = true;
        input.accept(world.unixMillis());
        long next = conversation.nextTick();
        if (next < tickAt) {
            tickAt = next;
            world.after(Math.max(1, next - world.unixMillis()), life, () -> {
                tickAt = Conversation.NEVER;
                step(conversation::tick);
            });
        }
    }

    Conversation conversation() {
        return conversation;
    }

    boolean isOver() {
        return life.isOver();
    }

    /** From one moment to the next it is not there; what it asked of the store may still happen. */
    void crash() {
        life.end();
    }

    private void rest() {
        if (!used && conversation.mayRest(world.unixMillis())) {
            world.trace(() -> id + " rests");
            life.end();
            return;
        }
        used = false;
        world.after(settings.idleMillis(), life, this::rest);
    }

    private <T> void call(CompletionStage<T> stage, Consumer<T> answered, Consumer<Boolean> failed) {
        stage.whenComplete((value, fault) -> {
            if (life.isOver()) {
                return;
            }
            step(now -> {
                if (fault == null) {
                    answered.accept(value);
                } else {
                    failed.accept(((StorageException) fault).outcomeUnknown());
                }
            });
        });
    }

    private long now() {
        return world.unixMillis();
    }

    @Override
    public void readTail(int messagesMin) {
        call(
                store.readTail(id, messagesMin),
                it -> conversation.recovered(it, now()),
                unknown -> conversation.recoverFailed(now()));
    }

    @Override
    public void claim(long former) {
        call(
                store.claim(id, former),
                won -> conversation.claimed(won, now()),
                unknown -> conversation.claimFailed(now()));
    }

    @Override
    public void loadRules() {
        CompletionStage<Runnable> loaded = rules.load();
        world.after(1, life, () -> loaded.thenAccept(adopt -> step(now -> conversation.rulesLoaded(adopt, now))));
    }

    @Override
    public void saveRules() {
        throw new IllegalStateException("the rules of a chat do not change here");
    }

    @Override
    public void openBucket(long bucket) {
        call(
                store.openBucket(id, bucket),
                done -> conversation.bucketOpened(now()),
                unknown -> conversation.bucketFailed(now()));
    }

    @Override
    public void append(Block block, List<KnownId> ids) {
        world.trace(() -> id + " appends " + block.firstSeq() + ".." + block.lastSeq() + " epoch " + block.epoch());
        call(
                store.append(block, ids),
                done -> conversation.appended(now()),
                unknown -> conversation.appendFailed(unknown, now()));
    }

    @Override
    public void readBack() {
        call(
                store.readTail(id, 1),
                it -> conversation.readBack(it, now()),
                unknown -> conversation.readBackFailed(now()));
    }

    @Override
    public void findIds(Collection<SenderId> ids) {
        call(store.findIds(id, ids), it -> conversation.idsFound(it, now()), unknown -> conversation.idsFailed(now()));
    }

    @Override
    public void readMessages(Collection<Long> seqs) {
        CompletionStage<List<StoredMessage>> all = CompletableFuture.completedFuture(List.of());
        for (long seq : seqs) {
            all = all.thenCombine(store.read(id, seq, seq, 1, Long.MAX_VALUE), (messages, more) -> {
                List<StoredMessage> sum = new ArrayList<>(messages);
                sum.addAll(more);
                return sum;
            });
        }
        CompletableFuture<List<StoredMessage>> unwrapped = new CompletableFuture<>();
        all.whenComplete((value, fault) -> {
            if (fault == null) {
                unwrapped.complete(value);
            } else {
                unwrapped.completeExceptionally(fault instanceof StorageException ? fault : fault.getCause());
            }
        });
        call(unwrapped, it -> conversation.messagesRead(it, now()), unknown -> conversation.idsFailed(now()));
    }

    @Override
    public void saveMarks(UserName user, UserMarks marks, long peersOwn) {
        world.trace(() -> id + " saves " + marks + " of " + user);
        call(
                store.saveMarks(id, user, marks, peersOwn),
                done -> conversation.marksSaved(user, now()),
                unknown -> conversation.marksFailed(user, now()));
    }

    @Override
    public void committed(UserName user, long period, Block block) {
        users.tell(user, hub -> hub.committed(block));
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {
        users.tell(user, hub -> hub.receipted(id, whose, marks));
    }

    @Override
    public void touched(UserName user) {}

    @Override
    public void counts(UserName sender, int of, List<Count> counts) {}

    @Override
    public void expired(UserName sender, long seq, MessageId message) {}

    @Override
    public void stop() {
        world.trace(() -> id + " stops");
        life.end();
    }
}
