package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link StorageObserver} as meters, and the operator's two lines in the log when the store goes and comes. */
final class StorageMeters implements StorageObserver {
    private static final Logger LOG = LoggerFactory.getLogger(StorageMeters.class);

    private final Timer batch;
    private final DistributionSummary batchStatements;
    private final Counter batchBytes;
    private final Counter batchFailures;
    private final Counter batchesUnknown;
    private final Counter refusals;
    private final Timer read;
    private final Counter readFailures;
    private final AtomicLong queuedStatements = new AtomicLong();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger usable = new AtomicInteger(1);

    StorageMeters(MeterRegistry registry) {
        batch = Stages.timer(registry, "write", "one batch at the store");
        read = Stages.timer(registry, "read", "one read at the store");
        batchStatements = DistributionSummary.builder("parley.storage.batch.statements")
                .description("Statements that shared a batch")
                .register(registry);
        batchBytes = Counter.builder("parley.storage.written")
                .description("Sent to the store in batches that became durable")
                .baseUnit("bytes")
                .register(registry);
        batchFailures = failures(registry, "write", "failed");
        batchesUnknown = failures(registry, "write", "unknown");
        readFailures = failures(registry, "read", "failed");
        refusals = Counter.builder("parley.storage.writes.refused")
                .description("Writes refused because the queue to the store was full")
                .register(registry);
        Gauge.builder("parley.storage.queued.statements", queuedStatements, AtomicLong::get)
                .description("Writes that wait for a batch")
                .register(registry);
        Gauge.builder("parley.storage.queued", queuedBytes, AtomicLong::get)
                .description("Writes that wait for a batch")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("parley.storage.usable", usable, AtomicInteger::get)
                .description("1 while the store answers")
                .register(registry);
    }

    private static Counter failures(MeterRegistry registry, String operation, String outcome) {
        return Counter.builder("parley.storage.failures")
                .description("Operations at the store that did not succeed")
                .tags("operation", operation, "outcome", outcome)
                .register(registry);
    }

    @Override
    public void batchWritten(int statements, long bytes, long nanos) {
        batch.record(nanos, TimeUnit.NANOSECONDS);
        batchStatements.record(statements);
        batchBytes.increment(bytes);
    }

    @Override
    public void batchFailed(int statements, long bytes, StorageException why) {
        (why.outcomeUnknown() ? batchesUnknown : batchFailures).increment();
    }

    @Override
    public void writesQueued(int statements, long bytes) {
        queuedStatements.set(statements);
        queuedBytes.set(bytes);
    }

    @Override
    public void writeRefused() {
        refusals.increment();
    }

    @Override
    public void readDone(long nanos) {
        read.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void readFailed(StorageException why) {
        readFailures.increment();
    }

    @Override
    public void healthChanged(boolean isUsable) {
        if (usable.getAndSet(isUsable ? 1 : 0) != (isUsable ? 1 : 0)) {
            if (isUsable) {
                LOG.info("The store answers again");
            } else {
                LOG.error("The store does not answer: senders are told to wait");
            }
        }
    }
}
