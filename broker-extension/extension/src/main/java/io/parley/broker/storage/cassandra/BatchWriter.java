package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Sends the writes of many conversations together. Statements with the same replicas share a {@link Lane}, which sends
 * unlogged batches, a few at a time; what arrives meanwhile waits and becomes the next batch. Nothing waits while a lane
 * is idle, so batches are as large as the load makes them and never larger.
 *
 * <p>Order between writes is not kept: each carries a time stamp of its own where order matters.
 *
 * <p>Safe from any thread; never blocks.
 */
final class BatchWriter {
    /** The way to Cassandra: sends one statement or batch. */
    @FunctionalInterface
    interface Sender {
        CompletionStage<?> send(Statement<?> statement);
    }

    /** One statement and about how many bytes it has. */
    record Write(BoundStatement statement, int bytes) {}

    private final Sender sender;
    private final Function<BoundStatement, Object> replicas;
    private final WriteLimits limits;
    private final CassandraHealth health;
    private final StorageObserver observer;
    private final Map<Object, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger queuedStatements = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();

    /** @param replicas equal results for statements whose rows lie on the same nodes */
    BatchWriter(
            Sender sender,
            Function<BoundStatement, Object> replicas,
            WriteLimits limits,
            CassandraHealth health,
            StorageObserver observer) {
        this.sender = sender;
        this.replicas = replicas;
        this.limits = limits;
        this.health = health;
        this.observer = observer;
    }

    /** Completes when all of them are durable; fails with {@link StorageException} once every one is settled. */
    CompletionStage<Void> write(List<Write> writes) {
        JoinedWrite joined = new JoinedWrite(writes.size());
        if (!admit(writes)) {
            observer.writeRefused();
            joined.refuse(new StorageException(
                    "the write queue is full: " + queuedStatements.get() + " of " + limits.queuedStatementsMax()
                            + " statements, " + queuedBytes.get() + " of " + limits.queuedBytesMax() + " bytes",
                    false,
                    null));
            return joined;
        }
        if (writes.size() == 1) {
            laneOf(writes.get(0).statement()).add(writes.get(0), joined);
            return joined;
        }
        Lane last = null;
        for (Write write : writes) {
            Lane lane = laneOf(write.statement());
            if (last != null && last != lane) {
                last.pump();
            }
            lane.enqueue(write, joined);
            last = lane;
        }
        if (last != null) {
            last.pump();
        }
        return joined;
    }

    private Lane laneOf(BoundStatement statement) {
        Object key = replicas.apply(statement);
        Lane lane = lanes.get(key);
        return lane != null
                ? lane
                : lanes.computeIfAbsent(key, fresh -> new Lane(sender, limits, this::taken, health, observer));
    }

    private boolean admit(List<Write> writes) {
        int statements = writes.size();
        long bytes = 0;
        for (Write write : writes) {
            bytes += write.bytes();
        }
        if (queuedStatements.addAndGet(statements) > limits.queuedStatementsMax()
                || queuedBytes.get() + bytes > limits.queuedBytesMax()) {
            queuedStatements.addAndGet(-statements);
            return false;
        }
        queuedBytes.addAndGet(bytes);
        return true;
    }

    private void taken(int statements, long bytes) {
        observer.writesQueued(queuedStatements.addAndGet(-statements), queuedBytes.addAndGet(-bytes));
    }
}
