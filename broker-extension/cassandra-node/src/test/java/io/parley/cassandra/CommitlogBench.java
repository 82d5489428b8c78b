package io.parley.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what each commit log mode costs. Starts a fresh node for each, below {@code target/bench}, and gives them turns
 * in short slices, so that whatever else the machine does falls on all of them alike.
 *
 * <pre>
 * mvn -o -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.parley.cassandra.CommitlogBench
 * </pre>
 *
 * {@code -Dbench.modes=batch,group} measures fewer modes. Arguments, if any, are added to the nodes' JVM options, such as
 * {@code -Dcassandra.config.allow_system_properties=true -Dcassandra.settings.concurrent_writes=32}.
 */
final class CommitlogBench implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration SLICE = Duration.ofMillis(1_500);
    private static final int ROUNDS = 6;
    private static final int VALUE_BYTES = 256;
    private static final int ROWS_PER_BATCH = 16;
    private static final List<Load> LOADS = List.of(
            new Load("1 in flight", 1, 1),
            new Load("64 in flight", 64, 1),
            new Load("256 in flight", 256, 1),
            new Load("8 batches of 16 in flight", 8, ROWS_PER_BATCH));

    private final CommitlogSync mode;
    private final NodeProcess node;
    private final CqlSession session;
    private final PreparedStatement insert;
    private final AtomicLong nextKey = new AtomicLong();

    /** What is sent: {@code rows} more than one go in one unlogged batch, each to a partition of its own. */
    private record Load(String name, int inFlight, int rows) {}

    /** What one node did in all its slices of one load. */
    private static final class Tally {
        private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        private double wallSeconds;
        private double cpuSeconds;
    }

    private CommitlogBench(CommitlogSync mode, String[] jvmArguments) throws Exception {
        Path data = Path.of("target", "bench", mode.word() + "-" + System.nanoTime());
        CassandraSettings settings = NodeProcess.settings(data, mode, Optional.empty(), true);
        List<String> command = new ArrayList<>(NodeProcess.command(settings));
        command.set(command.indexOf("-Xmx512m"), "-Xmx1024m");
        command.addAll(1, List.of(jvmArguments));
        this.mode = mode;
        this.node = NodeProcess.start(command, data);
        node.awaitAnswer();
        this.session = NodeProcess.session(settings, Optional.empty());
        session.execute(
                "CREATE KEYSPACE bench WITH replication =" + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
        session.execute("CREATE TABLE bench.row (key bigint PRIMARY KEY, value blob)");
        this.insert = session.prepare("INSERT INTO bench.row (key, value) VALUES (?, ?)");
    }

    public static void main(String[] jvmArguments) throws Exception {
        List<CommitlogBench> benches = new ArrayList<>();
        try {
            for (String word :
                    System.getProperty("bench.modes", "periodic,group,batch").split(",")) {
                benches.add(new CommitlogBench(CommitlogSync.parse(word).orElseThrow(), jvmArguments));
            }
            System.out.println("| load | mode | rows/s | p50 ms | p99 ms | node CPU s per 10,000 rows |");
            System.out.println("|---|---|---:|---:|---:|---:|");
            for (Load load : LOADS) {
                compare(benches, load);
            }
        } finally {
            benches.forEach(CommitlogBench::close);
        }
    }

    private static void compare(List<CommitlogBench> benches, Load load) throws InterruptedException {
        List<Tally> tallies = benches.stream().map(bench -> new Tally()).toList();
        for (CommitlogBench bench : benches) {
            bench.run(load, WARM_UP, new Tally());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < benches.size(); i++) {
                benches.get(i).run(load, SLICE, tallies.get(i));
            }
        }
        for (int i = 0; i < benches.size(); i++) {
            benches.get(i).print(load, tallies.get(i));
        }
    }

    private void print(Load load, Tally tally) {
        long[] nanos = tally.nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(nanos);
        double rows = (double) nanos.length * load.rows();
        System.out.printf(
                "| %s | %s | %.0f | %.2f | %.2f | %.2f |%n",
                load.name(),
                mode.word(),
                rows / tally.wallSeconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                tally.cpuSeconds / rows * 10_000);
    }

    /** Keeps the load's number of statements out until the time is over. */
    private void run(Load load, Duration time, Tally tally) throws InterruptedException {
        Semaphore slots = new Semaphore(load.inFlight());
        Duration cpu = node.cpu();
        long started = System.nanoTime();
        while (System.nanoTime() - started < time.toNanos()) {
            slots.acquire();
            Statement<?> statement = statement(load.rows());
            long sent = System.nanoTime();
            session.executeAsync(statement).whenComplete((result, failure) -> {
                if (failure == null) {
                    tally.nanos.add(System.nanoTime() - sent);
                } else {
                    System.err.println(failure);
                }
                slots.release();
            });
        }
        slots.acquire(load.inFlight());
        tally.wallSeconds += (System.nanoTime() - started) / 1e9;
        tally.cpuSeconds += node.cpu().minus(cpu).toMillis() / 1e3;
    }

    private Statement<?> statement(int rows) {
        if (rows == 1) {
            return insert.bind(nextKey.getAndIncrement(), ByteBuffer.allocate(VALUE_BYTES));
        }
        BatchStatementBuilder batch = new BatchStatementBuilder(DefaultBatchType.UNLOGGED);
        for (int i = 0; i < rows; i++) {
            batch.addStatement(insert.bind(nextKey.getAndIncrement(), ByteBuffer.allocate(VALUE_BYTES)));
        }
        return batch.build();
    }

    @Override
    public void close() {
        session.close();
        node.close();
    }
}
