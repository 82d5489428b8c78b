package io.parley.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Measures what each commit log mode costs. Starts a fresh node for each, below {@code target/bench}, and prints a table.
 *
 * <pre>
 * mvn -o -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.parley.cassandra.CommitlogBench
 * </pre>
 *
 * {@code -Dbench.modes=batch} measures fewer modes. Arguments, if any, are added to the node's command before the class path, such as
 * {@code -Dcassandra.config.allow_system_properties=true -Dcassandra.settings.concurrent_writes=32}.
 */
final class CommitlogBench {
    private static final long WARM_UP_MS = 3_000;
    private static final long MEASURE_MS = 6_000;
    private static final int VALUE_BYTES = 256;
    private static final int ROWS_PER_BATCH = 16;

    private final CqlSession session;
    private final PreparedStatement insert;
    private final AtomicLong nextKey = new AtomicLong();

    private CommitlogBench(CqlSession session) {
        this.session = session;
        session.execute("CREATE KEYSPACE IF NOT EXISTS bench WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
        session.execute("CREATE TABLE IF NOT EXISTS bench.row (key bigint PRIMARY KEY, value blob)");
        this.insert = session.prepare("INSERT INTO bench.row (key, value) VALUES (?, ?)");
    }

    public static void main(String[] jvmArguments) throws Exception {
        System.out.println("| mode | load | rows/s | p50 ms | p99 ms | max ms |");
        System.out.println("|---|---|---:|---:|---:|---:|");
        for (String word :
                System.getProperty("bench.modes", "periodic,group,batch").split(",")) {
            CommitlogSync mode = CommitlogSync.parse(word).orElseThrow();
            Path data = Path.of("target", "bench", mode.word() + "-" + System.nanoTime());
            CassandraSettings settings = NodeProcess.settings(data, mode, Optional.empty(), false);
            List<String> command = new ArrayList<>(NodeProcess.command(settings));
            command.set(command.indexOf("-Xmx512m"), "-Xmx1024m");
            command.addAll(1, List.of(jvmArguments));
            try (NodeProcess node = NodeProcess.start(command, data)) {
                node.awaitAnswer();
                try (CqlSession session = NodeProcess.session(settings, Optional.empty())) {
                    CommitlogBench bench = new CommitlogBench(session);
                    bench.measure(mode, "1 in flight", 1, 1, bench::one);
                    bench.measure(mode, "64 in flight", 64, 1, bench::one);
                    bench.measure(mode, "256 in flight", 256, 1, bench::one);
                    bench.measure(mode, "8 batches of 16 in flight", 8, ROWS_PER_BATCH, bench::batch);
                }
                node.terminate();
                node.awaitExit();
            }
        }
    }

    private Statement<?> one() {
        return insert.bind(nextKey.getAndIncrement(), ByteBuffer.allocate(VALUE_BYTES));
    }

    private BatchStatement batch() {
        BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
        for (int i = 0; i < ROWS_PER_BATCH; i++) {
            batch.addStatement(insert.bind(nextKey.getAndIncrement(), ByteBuffer.allocate(VALUE_BYTES)));
        }
        return batch.build();
    }

    private void measure(CommitlogSync mode, String load, int inFlight, int rows, Supplier<Statement<?>> next)
            throws InterruptedException {
        run(inFlight, WARM_UP_MS, next);
        long started = System.nanoTime();
        long[] nanos = run(inFlight, MEASURE_MS, next);
        double seconds = (System.nanoTime() - started) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                "| %s | %s | %.0f | %.2f | %.2f | %.0f |%n",
                mode.word(),
                load,
                nanos.length * rows / seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    /** Keeps {@code inFlight} statements out until the time is over; answers with each one's latency. */
    private long[] run(int inFlight, long forMs, Supplier<Statement<?>> next) throws InterruptedException {
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        Semaphore slots = new Semaphore(inFlight);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs);
        while (System.nanoTime() < end) {
            slots.acquire();
            Statement<?> statement = next.get();
            long sent = System.nanoTime();
            session.executeAsync(statement).whenComplete((result, failure) -> {
                if (failure == null) {
                    latencies.add(System.nanoTime() - sent);
                } else {
                    System.err.println(failure);
                }
                slots.release();
            });
        }
        slots.acquire(inFlight);
        return latencies.stream().mapToLong(Long::longValue).toArray();
    }
}
