package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends reads, a bounded number at a time, so that ten thousand conversations that wake at once do not run each other into
 * the request timeout. Writes do not pass here and are not held up. Safe from any thread.
 */
final class Reads {
    private record Waiting(Statement<?> statement, CompletableFuture<AsyncResultSet> result) {}

    private final CqlSession session;
    private final int inFlightMax;
    private final int queuedMax;
    private final StorageObserver observer;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();

    Reads(CqlSession session, int inFlightMax, int queuedMax, StorageObserver observer) {
        this.session = session;
        this.inFlightMax = inFlightMax;
        this.queuedMax = queuedMax;
        this.observer = observer;
    }

    /** Fails with the driver's exceptions, or with {@link StorageException} when too many wait. */
    CompletionStage<AsyncResultSet> execute(Statement<?> statement) {
        CompletableFuture<AsyncResultSet> result = new CompletableFuture<>();
        if (queued.incrementAndGet() > queuedMax) {
            queued.decrementAndGet();
            result.completeExceptionally(new StorageException(queuedMax + " reads wait already", false, null));
            return result;
        }
        queue.add(new Waiting(statement, result));
        pump();
        return result;
    }

    /** One runner at a time, as in {@link Lane#pump}. */
    private void pump() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        while (answered != 0) {
            while (inFlight.get() < inFlightMax) {
                Waiting next = queue.poll();
                if (next == null) {
                    break;
                }
                queued.decrementAndGet();
                send(next);
            }
            answered = wanted.addAndGet(-answered);
        }
    }

    private void send(Waiting read) {
        inFlight.incrementAndGet();
        long since = System.nanoTime();
        CompletionStage<AsyncResultSet> sent;
        try {
            sent = session.executeAsync(read.statement());
        } catch (RuntimeException closed) {
            sent = CompletableFuture.failedStage(closed);
        }
        sent.whenComplete((rows, failure) -> {
            inFlight.decrementAndGet();
            if (failure == null) {
                observer.readDone(System.nanoTime() - since);
                read.result().complete(rows);
            } else {
                StorageException why = Failures.ofRead("read", failure);
                observer.readFailed(why);
                read.result().completeExceptionally(why);
            }
            pump();
        });
    }
}
