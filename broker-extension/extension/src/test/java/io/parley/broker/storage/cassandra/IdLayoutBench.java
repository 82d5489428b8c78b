package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the ways to remember message ids cost when written beside the block, by processor time for each block. The result
 * and the decision are in {@code docs/storage.md}. Run as {@link StorageBench}, without arguments.
 */
final class IdLayoutBench {
    private static final int CONVERSATIONS = 300;
    private static final int MESSAGES = 8;
    private static final int BODY_BYTES = 2_000;
    private static final int ENTRY_BYTES = 49;

    /** How one block is written. */
    private interface Layout {
        List<Write> writes(String conversation, long firstSeq, long millis);
    }

    private final CqlSession session;
    private final byte[] noise = new byte[1 << 20];
    private int offset;

    private IdLayoutBench(CqlSession session) {
        this.session = session;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) random.nextInt(64);
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (CassandraProcess node = CassandraProcess.start("layout");
                CqlSession session = CqlSession.builder()
                        .addContactPoint(
                                new InetSocketAddress("127.0.0.1", StorageSettings.portOf(node.contactPoint())))
                        .withLocalDatacenter("datacenter1")
                        .build()) {
            session.execute("CREATE KEYSPACE bench WITH replication = "
                    + Replication.simple(1).cql());
            IdLayoutBench bench = new IdLayoutBench(session);
            String[] names = {"none", "row per id", "blob by conversation", "blob by shard"};
            Layout[] layouts = {bench.none(), bench.rowPerId(), bench.blobByConversation(), bench.blobByShard()};
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < layouts.length; i++) {
                    System.out.printf(
                            "%-22s %s%n", names[i], bench.measure(layouts[i], node.pid(), round == 0 ? 3 : 8));
                }
            }
        }
        System.exit(0);
    }

    private PreparedStatement blocks() {
        session.execute(
                "CREATE TABLE IF NOT EXISTS bench.message_block (conversation text, bucket bigint, first_seq bigint,"
                        + " body blob, PRIMARY KEY ((conversation, bucket), first_seq))");
        return session.prepare(
                "INSERT INTO bench.message_block (conversation, bucket, first_seq, body) VALUES (?, 1, ?, ?)");
    }

    private Write block(PreparedStatement insert, String conversation, long firstSeq) {
        return new Write(insert.bind(conversation, firstSeq, bytes(BODY_BYTES)), BODY_BYTES + 100);
    }

    private Layout none() {
        PreparedStatement block = blocks();
        return (conversation, firstSeq, millis) -> List.of(block(block, conversation, firstSeq));
    }

    private Layout rowPerId() {
        PreparedStatement block = blocks();
        session.execute("CREATE TABLE bench.id_row (conversation text, slice bigint, sender text, id blob, seq bigint,"
                + " digest blob, at bigint, PRIMARY KEY ((conversation, slice), sender, id))"
                + " WITH default_time_to_live = 691200");
        PreparedStatement id =
                session.prepare("INSERT INTO bench.id_row (conversation, slice, sender, id, seq, digest, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        return (conversation, firstSeq, millis) -> {
            List<Write> writes = new ArrayList<>();
            writes.add(block(block, conversation, firstSeq));
            for (int i = 0; i < MESSAGES; i++) {
                writes.add(new Write(
                        id.bind(conversation, millis >> 20, "alice", bytes(16), firstSeq + i, bytes(16), millis), 150));
            }
            return writes;
        };
    }

    private Layout blobByConversation() {
        PreparedStatement block = blocks();
        session.execute(
                "CREATE TABLE bench.id_blob (conversation text, slice bigint, first_seq bigint, epoch bigint,"
                        + " ids blob, PRIMARY KEY ((conversation, slice), first_seq, epoch)) WITH default_time_to_live = 691200");
        PreparedStatement id = session.prepare(
                "INSERT INTO bench.id_blob (conversation, slice, first_seq, epoch, ids) VALUES (?, ?, ?, 1, ?)");
        return (conversation, firstSeq, millis) -> List.of(
                block(block, conversation, firstSeq),
                new Write(id.bind(conversation, millis >> 20, firstSeq, bytes(MESSAGES * ENTRY_BYTES)), 500));
    }

    private Layout blobByShard() {
        PreparedStatement block = blocks();
        session.execute("CREATE TABLE bench.id_shard (slice bigint, shard int, conversation text, first_seq bigint,"
                + " epoch bigint, ids blob, PRIMARY KEY ((slice, shard), conversation, first_seq, epoch))"
                + " WITH default_time_to_live = 691200");
        PreparedStatement id = session.prepare(
                "INSERT INTO bench.id_shard (slice, shard, conversation, first_seq, epoch, ids) VALUES (?, ?, ?, ?, 1, ?)");
        return (conversation, firstSeq, millis) -> List.of(
                block(block, conversation, firstSeq),
                new Write(
                        id.bind(
                                millis >> 14,
                                conversation.hashCode() & 15,
                                conversation,
                                firstSeq,
                                bytes(MESSAGES * ENTRY_BYTES)),
                        500));
    }

    private ByteBuffer bytes(int length) {
        offset = (offset + 7919) % (noise.length - 8192);
        return ByteBuffer.wrap(noise, offset, length).slice();
    }

    private String measure(Layout layout, long nodePid, int seconds) throws Exception {
        Run run = new Run(layout);
        for (int i = 0; i < CONVERSATIONS; i++) {
            run.append("chat/alice" + i + ":bob" + i, 1);
        }
        long client = StorageBench.cpuNanos();
        long node = StorageBench.nodeCpuMillis(nodePid);
        long since = System.nanoTime();
        long before = run.blocks.sum();
        TimeUnit.SECONDS.sleep(seconds);
        double blocks = run.blocks.sum() - before;
        double elapsed = (System.nanoTime() - since) / 1e9;
        double clientMicros = (StorageBench.cpuNanos() - client) / 1e3 / blocks;
        double nodeMicros = (StorageBench.nodeCpuMillis(nodePid) - node) * 1e3 / blocks;
        run.running = false;
        TimeUnit.SECONDS.sleep(2);
        return String.format(
                "%6.0f blocks/s, client %5.1f us/block, node %6.1f us/block, %d failed",
                blocks / elapsed, clientMicros, nodeMicros, run.failures.sum());
    }

    private final class Run {
        private final Layout layout;
        private final BatchWriter writer;
        private final LongAdder blocks = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private volatile boolean running = true;

        Run(Layout layout) {
            this.layout = layout;
            writer = new BatchWriter(
                    statement -> session.executeAsync(statement.setTimeout(Duration.ofSeconds(10))),
                    statement -> "one",
                    WriteLimits.EMBEDDED,
                    new CassandraHealth(StorageObserver.NONE),
                    StorageObserver.NONE);
        }

        void append(String conversation, long firstSeq) {
            writer.write(layout.writes(conversation, firstSeq, System.currentTimeMillis()))
                    .whenComplete((done, failure) -> {
                        (failure == null ? blocks : failures).increment();
                        if (running) {
                            append(conversation, firstSeq + MESSAGES);
                        }
                    });
        }
    }
}
