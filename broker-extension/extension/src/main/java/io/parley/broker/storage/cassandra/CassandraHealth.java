package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.Health;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Cassandra answers: asked every {@value #PROBE_MILLIS} ms, and learnt from the batches. While batches fail the
 * probe writes instead of reading, so that a node that reads but cannot write (a full disk) is not taken for well, and a
 * healed one is noticed though nobody dares to write any more.
 *
 * <p>Fed from any thread; the probe runs on a thread of its own.
 */
final class CassandraHealth implements Health, AutoCloseable {
    static final long PROBE_MILLIS = 500;
    /** Batches that must fail in a row before that alone is a fault; a single one may be a pause of the node. */
    static final int FAILED_WRITES = 3;

    private static final Logger log = LoggerFactory.getLogger(CassandraHealth.class);

    private final StorageObserver observer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "parley-storage-health");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Optional<String> fault = Optional.empty();
    private volatile int writesFailed;
    private volatile boolean probing;

    CassandraHealth(StorageObserver observer) {
        this.observer = observer;
    }

    /** Both must bring their own timeout. */
    void start(Supplier<CompletionStage<?>> readProbe, Supplier<CompletionStage<?>> writeProbe) {
        timer.scheduleWithFixedDelay(
                () -> probe(readProbe, writeProbe), PROBE_MILLIS, PROBE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<String> fault() {
        return fault;
    }

    void writeSucceeded() {
        if (writesFailed != 0) {
            writesFailed = 0;
        }
        if (fault.isPresent()) {
            change(Optional.empty());
        }
    }

    void writeFailed(StorageException why) {
        // Racing increments may lose one: it only decides whether the third or the fourth failure counts.
        int failed = writesFailed + 1;
        writesFailed = failed;
        if (failed >= FAILED_WRITES && fault.isEmpty()) {
            change(Optional.of(String.valueOf(why.getMessage())));
        }
    }

    private void probe(Supplier<CompletionStage<?>> readProbe, Supplier<CompletionStage<?>> writeProbe) {
        if (probing) {
            return;
        }
        probing = true;
        boolean write = writesFailed > 0;
        CompletionStage<?> answer;
        try {
            answer = write ? writeProbe.get() : readProbe.get();
        } catch (RuntimeException closed) {
            probed(write, closed);
            return;
        }
        answer.whenComplete((result, failure) -> probed(write, failure));
    }

    private void probed(boolean write, @Nullable Throwable failure) {
        probing = false;
        if (failure != null) {
            change(Optional.of(String.valueOf(
                    Failures.ofRead("probe of Cassandra", failure).getMessage())));
        } else if (write) {
            writeSucceeded();
        } else if (writesFailed < FAILED_WRITES) {
            change(Optional.empty());
        }
    }

    private synchronized void change(Optional<String> now) {
        boolean was = fault.isEmpty();
        fault = now;
        if (was == now.isEmpty()) {
            return;
        }
        if (was) {
            log.warn("Cassandra cannot be used: {}", now.orElse(""));
        } else {
            log.warn("Cassandra can be used again");
        }
        observer.healthChanged(now.isEmpty());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
