package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The writes to one replica set: a queue and a few batches in flight. Anybody may add; whoever finds the pump at rest runs
 * it, so at most one thread at a time takes from the queue, and a batch that fails at once does not recurse.
 */
final class Lane {
    /** Told that writes left the queue. */
    @FunctionalInterface
    interface Taken {
        void taken(int statements, long bytes);
    }

    private record Pending(Write write, JoinedWrite joined) {}

    private final BatchWriter.Sender sender;
    private final WriteLimits limits;
    private final Taken taken;
    private final CassandraHealth health;
    private final StorageObserver observer;

    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Calls of {@link #pump} that are not answered for yet; whoever raises it from 0 runs the pump. */
    private final AtomicInteger wanted = new AtomicInteger();

    Lane(BatchWriter.Sender sender, WriteLimits limits, Taken taken, CassandraHealth health, StorageObserver observer) {
        this.sender = sender;
        this.limits = limits;
        this.taken = taken;
        this.health = health;
        this.observer = observer;
    }

    void add(Write write, JoinedWrite joined) {
        enqueue(write, joined);
        pump();
    }

    /** Must be followed by {@link #pump}. */
    void enqueue(Write write, JoinedWrite joined) {
        queue.add(new Pending(write, joined));
    }

    void pump() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        while (answered != 0) {
            while (inFlight.get() < limits.batchesInFlightMax()) {
                List<Pending> batch = take();
                if (batch.isEmpty()) {
                    break;
                }
                send(batch);
            }
            answered = wanted.addAndGet(-answered);
        }
    }

    private List<Pending> take() {
        List<Pending> batch = new ArrayList<>();
        long bytes = 0;
        Pending next = queue.peek();
        while (next != null
                && batch.size() < limits.batchStatementsMax()
                && (batch.isEmpty() || bytes + next.write().bytes() <= limits.batchBytesMax())) {
            batch.add(next);
            bytes += next.write().bytes();
            queue.remove();
            next = queue.peek();
        }
        return batch;
    }

    private void send(List<Pending> batch) {
        long bytes = 0;
        for (Pending pending : batch) {
            bytes += pending.write().bytes();
        }
        taken.taken(batch.size(), bytes);
        inFlight.incrementAndGet();
        long sentBytes = bytes;
        long since = System.nanoTime();
        try {
            sender.send(statementOf(batch)).whenComplete((result, failure) -> {
                inFlight.decrementAndGet();
                settle(batch, sentBytes, System.nanoTime() - since, failure);
                pump();
            });
        } catch (RuntimeException refused) {
            // A closed session throws instead of failing the stage.
            inFlight.decrementAndGet();
            settle(batch, sentBytes, 0, refused);
        }
    }

    private void settle(List<Pending> batch, long bytes, long nanos, @Nullable Throwable failure) {
        if (failure == null) {
            health.writeSucceeded();
            observer.batchWritten(batch.size(), bytes, nanos);
            for (Pending pending : batch) {
                pending.joined().written();
            }
            return;
        }
        StorageException why = Failures.ofWrite("batch of " + batch.size() + " writes", failure);
        health.writeFailed(why);
        observer.batchFailed(batch.size(), bytes, why);
        for (Pending pending : batch) {
            pending.joined().failed(why);
        }
    }

    private static Statement<?> statementOf(List<Pending> batch) {
        if (batch.size() == 1) {
            return batch.get(0).write().statement();
        }
        List<BatchableStatement<?>> statements = new ArrayList<>(batch.size());
        for (Pending pending : batch) {
            statements.add(pending.write().statement());
        }
        return BatchStatement.newInstance(BatchType.UNLOGGED, statements).setIdempotent(true);
    }
}
