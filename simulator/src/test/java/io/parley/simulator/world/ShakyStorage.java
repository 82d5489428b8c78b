package io.parley.simulator.world;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The memory stores, far away and unreliable: a call takes time, may fail before it did anything, or time out while its
 * effect never comes, has come, or comes much later.
 */
final class ShakyStorage implements ConversationStore, EndpointStore {
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long LATE_MILLIS_MAX = 20_000;
    private static final long NEVER = -1;

    private final World world;
    private final Weather weather;
    private final MemoryStorage memory = new MemoryStorage(this::execute);
    private long nextEffectAfter;
    private boolean immediate;
    private boolean out;

    ShakyStorage(World world, Weather weather) {
        this.world = world;
        this.weather = weather;
    }

    private void execute(Runnable effect) {
        if (immediate) {
            effect.run();
        } else if (nextEffectAfter != NEVER) {
            world.after(nextEffectAfter, effect);
        }
    }

    /** Nothing is answered until {@link #recover}; what is asked meanwhile times out. */
    void breakDown() {
        out = true;
    }

    void recover() {
        out = false;
    }

    /** What is really there, now. */
    List<StoredMessage> inspect(ConversationId conversation, long fromSeq, long toSeq) {
        immediate = true;
        try {
            return memory.conversations()
                    .read(conversation, fromSeq, toSeq, Integer.MAX_VALUE, Long.MAX_VALUE)
                    .toCompletableFuture()
                    .join();
        } finally {
            immediate = false;
        }
    }

    private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> real) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long effectAfter = world.between(0, weather.storeMillisMax);
        if (!out && weather.strikes(world, weather.storeFails)) {
            world.after(effectAfter, () -> fail(answer, false));
        } else if (out || weather.strikes(world, weather.storeTimesOut)) {
            // a write that times out may be lost, done, or still on its way
            boolean lost = world.random.nextBoolean();
            nextEffectAfter = lost ? NEVER : world.between(0, LATE_MILLIS_MAX);
            CompletionStage<T> unheard = real.get();
            unheard.exceptionally(fault -> null);
            world.after(TIMEOUT_MILLIS, () -> fail(answer, true));
        } else {
            nextEffectAfter = effectAfter;
            real.get()
                    .whenComplete((value, fault) -> world.after(world.between(0, weather.storeMillisMax), () -> {
                        if (fault == null) {
                            answer.complete(value);
                        } else {
                            throw new AssertionError("the memory store refuses what it was asked", fault);
                        }
                    }));
        }
        return answer;
    }

    private static void fail(CompletableFuture<?> answer, boolean outcomeUnknown) {
        answer.completeExceptionally(
                new StorageException("simulated", outcomeUnknown, new IllegalStateException("simulated")));
    }

    @Override
    public CompletionStage<Tail> readTail(ConversationId conversation, int messagesMin) {
        return call(() -> memory.conversations().readTail(conversation, messagesMin));
    }

    @Override
    public CompletionStage<Boolean> isClaimed(ConversationId conversation) {
        return call(() -> memory.conversations().isClaimed(conversation));
    }

    @Override
    public CompletionStage<Boolean> claim(ConversationId conversation, long former) {
        return call(() -> memory.conversations().claim(conversation, former));
    }

    @Override
    public CompletionStage<Void> openBucket(ConversationId conversation, long bucket) {
        return call(() -> memory.conversations().openBucket(conversation, bucket));
    }

    @Override
    public CompletionStage<Void> append(Block block, List<KnownId> ids) {
        return call(() -> memory.conversations().append(block, ids));
    }

    @Override
    public CompletionStage<Optional<Block>> readBlock(ConversationId conversation, long bucket, long firstSeq) {
        return call(() -> memory.conversations().readBlock(conversation, bucket, firstSeq));
    }

    @Override
    public CompletionStage<Map<SenderId, KnownId>> findIds(ConversationId conversation, Collection<SenderId> ids) {
        return call(() -> memory.conversations().findIds(conversation, ids));
    }

    @Override
    public CompletionStage<List<StoredMessage>> read(
            ConversationId conversation, long fromSeq, long toSeq, int messagesMax, long bytesMax) {
        return call(() -> memory.conversations().read(conversation, fromSeq, toSeq, messagesMax, bytesMax));
    }

    @Override
    public CompletionStage<Void> saveMarks(ConversationId conversation, UserName user, UserMarks marks, long peersOwn) {
        return call(() -> memory.conversations().saveMarks(conversation, user, marks, peersOwn));
    }

    @Override
    public CompletionStage<Map<ConversationId, Standing>> standingsOf(UserName user) {
        return call(() -> memory.endpoints().standingsOf(user));
    }

    @Override
    public CompletionStage<Map<ConversationId, UserMarks>> conversationsOf(UserName user) {
        return call(() -> memory.endpoints().conversationsOf(user));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> marksOf(EndpointId endpoint) {
        return call(() -> memory.endpoints().marksOf(endpoint));
    }

    @Override
    public CompletionStage<Void> saveMarks(EndpointId endpoint, Map<ConversationId, Long> received) {
        return call(() -> memory.endpoints().saveMarks(endpoint, received));
    }
}
