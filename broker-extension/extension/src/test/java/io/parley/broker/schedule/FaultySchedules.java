package io.parley.broker.schedule;

import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.DuePage;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The memory store in virtual time, where each step of a call may be slow or never happen, and each answer may be lost. A
 * caller whose answer is lost hears of a timeout.
 */
final class FaultySchedules implements ScheduleStore {
    private static final long TIMEOUT = 2_000;

    private final VirtualTime time;
    private final Random random;
    private final ScheduleStore store;
    double faultRate;

    FaultySchedules(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
        this.store = new MemoryStorage(this::step).schedules();
    }

    private boolean faulty() {
        return random.nextDouble() < faultRate;
    }

    private void step(Runnable effect) {
        if (!faulty()) {
            long way = faulty() ? random.nextInt(4_000) : 1 + random.nextInt(5);
            time.after(way, effect);
        }
    }

    private <T> CompletionStage<T> call(CompletionStage<T> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean lost = faulty();
        effect.whenComplete((value, fault) -> {
            if (!lost) {
                answer.complete(value);
            }
        });
        time.after(TIMEOUT, () -> answer.completeExceptionally(new StorageException("timed out", true, null)));
        return answer;
    }

    @Override
    public CompletionStage<Creation> create(ScheduledMessage message) {
        return call(store.create(message));
    }

    @Override
    public CompletionStage<List<Scheduled>> ofUser(UserName user) {
        return call(store.ofUser(user));
    }

    @Override
    public CompletionStage<Cancellation> cancel(UserName user, MessageId id) {
        return call(store.cancel(user, id));
    }

    @Override
    public CompletionStage<List<Long>> minutes(long from, long to, int max) {
        return call(store.minutes(from, to, max));
    }

    @Override
    public CompletionStage<DuePage> due(long minute, @Nullable DueMessage after, long dueMax, int max) {
        return call(store.due(minute, after, dueMax, max));
    }

    @Override
    public CompletionStage<Optional<Scheduled>> begin(DueMessage due, long now) {
        return call(store.begin(due, now));
    }

    @Override
    public CompletionStage<Void> finish(Scheduled over) {
        return call(store.finish(over));
    }

    @Override
    public CompletionStage<Void> settle(DueMessage due) {
        return call(store.settle(due));
    }

    @Override
    public CompletionStage<Void> drop(long minute) {
        return call(store.drop(minute));
    }
}
