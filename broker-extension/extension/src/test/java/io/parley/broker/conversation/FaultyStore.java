package io.parley.broker.conversation;

import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The memory store in virtual time, with every way a call to a store can go wrong. */
public final class FaultyStore implements ConversationStore {
    public enum Op {
        READ_TAIL,
        CLAIM,
        OPEN_BUCKET,
        APPEND,
        READ_BLOCK,
        FIND_IDS,
        READ,
        SAVE_MARKS,
        LOAD_RULES,
        SAVE_RULES
    }

    /**
     * What becomes of one call.
     *
     * @param landsAfter when it takes effect; {@link #NEVER} if it does not
     * @param answersAfter when its caller hears of it
     * @param failure what the caller hears; null: the result
     * @param partly whether only the first of several writes takes effect: the block, but not its ids; the members, but
     *     not the group
     */
    public record Fate(long landsAfter, long answersAfter, StorageException failure, boolean partly) {
        public static final long NEVER = Long.MAX_VALUE;
        public static final Fate GOOD = new Fate(1, 2, null, false);

        public static Fate slow(long millis) {
            return new Fate(millis, millis, null, false);
        }

        /** The caller cannot know, and it did not happen. */
        public static Fate lost(long timeout) {
            return new Fate(NEVER, timeout, new StorageException("timed out", true, null), false);
        }

        /** The caller cannot know, and it does happen, before or after that. */
        public static Fate inDoubt(long landsAfter, long timeout) {
            return new Fate(landsAfter, timeout, new StorageException("timed out", true, null), false);
        }

        /** The caller cannot know, and it is half done. */
        public static Fate halfDone(long timeout) {
            return new Fate(1, timeout, new StorageException("timed out", true, null), true);
        }

        /** It did not happen, and the caller is told so. */
        public static Fate refused() {
            return new Fate(NEVER, 1, new StorageException("unavailable", false, null), false);
        }
    }

    private final VirtualTime time;
    private final MemoryStorage storage;
    private final Map<Op, Deque<Fate>> scripted = new EnumMap<>(Op.class);
    private final Map<Op, Integer> calls = new EnumMap<>(Op.class);
    private Function<Op, Fate> fates = op -> Fate.GOOD;
    private long landsAfter;
    private boolean partly;

    public FaultyStore(VirtualTime time) {
        this.time = time;
        this.storage = new MemoryStorage(this::land);
    }

    /** Decides for all calls that nothing else was said about. */
    public void fates(Function<Op, Fate> newFates) {
        fates = newFates;
    }

    /** Decides for the next calls of one kind. */
    public void next(Op op, Fate... nextFates) {
        scripted.computeIfAbsent(op, fresh -> new ArrayDeque<>()).addAll(List.of(nextFates));
    }

    public int calls(Op op) {
        return calls.getOrDefault(op, 0);
    }

    public MemoryStorage storage() {
        return storage;
    }

    /** The log as it is at this moment. */
    public List<StoredMessage> log(ConversationId conversation) {
        return atOnce(memory -> memory.read(conversation, 1, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE));
    }

    public List<StoredMessage> at(ConversationId conversation, long seq) {
        return atOnce(memory -> memory.read(conversation, seq, seq, 1, Long.MAX_VALUE));
    }

    public Tail tail(ConversationId conversation) {
        return atOnce(memory -> memory.readTail(conversation, 1));
    }

    /** Groups, with the same faults. */
    public GroupStore groups() {
        return new FaultyGroups();
    }

    private final class FaultyGroups implements GroupStore {
        @Override
        public CompletionStage<Optional<Group>> find(GroupName name) {
            return call(Op.LOAD_RULES, () -> storage.groups().find(name));
        }

        @Override
        public CompletionStage<Optional<Group>> header(GroupName name) {
            return call(Op.LOAD_RULES, () -> storage.groups().header(name));
        }

        @Override
        public CompletionStage<Optional<GroupMember>> member(GroupName name, UserName user) {
            return call(Op.LOAD_RULES, () -> storage.groups().member(name, user));
        }

        @Override
        public CompletionStage<Void> save(Group group) {
            return call(Op.SAVE_RULES, () -> storage.groups().save(group));
        }
    }

    /** Entries of side logs by what they are about, with the same faults. */
    public AmendmentStore amendments() {
        return new FaultyAmendments();
    }

    private final class FaultyAmendments implements AmendmentStore {
        @Override
        public CompletionStage<Long> savedUpTo(ConversationId sideLog) {
            return call(Op.LOAD_RULES, () -> storage.amendments().savedUpTo(sideLog));
        }

        @Override
        public CompletionStage<Void> save(ConversationId sideLog, List<Entry> entries) {
            return call(Op.SAVE_RULES, () -> storage.amendments().save(sideLog, entries));
        }

        @Override
        public CompletionStage<List<Entry>> find(ConversationId sideLog, Collection<Long> targets) {
            return call(Op.READ, () -> storage.amendments().find(sideLog, targets));
        }
    }

    /** The group as it is stored at this moment. */
    public Optional<Group> group(GroupName name) {
        landsAfter = -1;
        partly = false;
        return storage.groups().find(name).toCompletableFuture().join();
    }

    /** A call by somebody else, which takes effect at this moment. */
    public <T> T atOnce(Function<ConversationStore, CompletionStage<T>> call) {
        landsAfter = -1;
        partly = false;
        return call.apply(storage.conversations()).toCompletableFuture().join();
    }

    private void land(Runnable effect) {
        if (landsAfter < 0) {
            effect.run();
        } else if (landsAfter != Fate.NEVER) {
            time.after(landsAfter, effect);
        }
        if (partly) {
            landsAfter = Fate.NEVER;
        }
    }

    private <T> CompletionStage<T> call(Op op, Supplier<CompletionStage<T>> call) {
        calls.merge(op, 1, Integer::sum);
        Deque<Fate> script = scripted.get(op);
        Fate fate = script == null || script.isEmpty() ? fates.apply(op) : script.remove();
        landsAfter = fate.landsAfter;
        partly = fate.partly;
        CompletionStage<T> effect = call.get();
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (fate.failure != null) {
            time.after(fate.answersAfter, () -> answer.completeExceptionally(fate.failure));
        } else {
            long way = fate.answersAfter - fate.landsAfter;
            effect.whenComplete((value, fault) -> time.after(way, () -> complete(answer, value, fault)));
        }
        return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, T value, Throwable fault) {
        if (fault == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(fault);
        }
    }

    @Override
    public CompletionStage<Tail> readTail(ConversationId conversation, int messagesMin) {
        return call(Op.READ_TAIL, () -> storage.conversations().readTail(conversation, messagesMin));
    }

    @Override
    public CompletionStage<Boolean> isClaimed(ConversationId conversation) {
        return call(Op.READ_TAIL, () -> storage.conversations().isClaimed(conversation));
    }

    @Override
    public CompletionStage<Boolean> claim(ConversationId conversation, long former) {
        return call(Op.CLAIM, () -> storage.conversations().claim(conversation, former));
    }

    @Override
    public CompletionStage<Void> openBucket(ConversationId conversation, long bucket) {
        return call(Op.OPEN_BUCKET, () -> storage.conversations().openBucket(conversation, bucket));
    }

    @Override
    public CompletionStage<Void> append(Block block, List<KnownId> ids) {
        return call(Op.APPEND, () -> storage.conversations().append(block, ids));
    }

    @Override
    public CompletionStage<Optional<Block>> readBlock(ConversationId conversation, long bucket, long firstSeq) {
        return call(Op.READ_BLOCK, () -> storage.conversations().readBlock(conversation, bucket, firstSeq));
    }

    @Override
    public CompletionStage<Map<SenderId, KnownId>> findIds(ConversationId conversation, Collection<SenderId> ids) {
        return call(Op.FIND_IDS, () -> storage.conversations().findIds(conversation, ids));
    }

    @Override
    public CompletionStage<List<StoredMessage>> read(
            ConversationId conversation, long fromSeq, long toSeq, int messagesMax, long bytesMax) {
        return call(Op.READ, () -> storage.conversations().read(conversation, fromSeq, toSeq, messagesMax, bytesMax));
    }

    @Override
    public CompletionStage<Void> saveMarks(ConversationId conversation, UserName user, UserMarks marks, long peersOwn) {
        return call(Op.SAVE_MARKS, () -> storage.conversations().saveMarks(conversation, user, marks, peersOwn));
    }
}
