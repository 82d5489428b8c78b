package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.Digest;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures appends: many conversations, each with one block in flight, as their owners do. Prints blocks, latency,
 * processor time of both sides, and how large the batches became. Then how long lookups take.
 *
 * <pre>
 * mvn -o -q test-compile exec:java -Dexec.classpathScope=test -Dparley.cassandra.lib=../cassandra-node/target/lib \
 *     -Dexec.mainClass=io.parley.broker.storage.cassandra.StorageBench -Dexec.args="400 8 200 15"
 * </pre>
 *
 * Arguments: conversations, messages a block, content bytes a message, seconds; optionally batches in flight.
 */
final class StorageBench {
    private final ConversationStore store;
    private final int messagesPerBlock;
    private final Content content;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder blocks = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final long[] latencies = new long[2_000_000];
    private final AtomicLong measured = new AtomicLong();
    private volatile boolean running = true;
    private volatile boolean measuring;

    private StorageBench(ConversationStore store, int messagesPerBlock, int contentBytes) {
        this.store = store;
        this.messagesPerBlock = messagesPerBlock;
        byte[] bytes = new byte[contentBytes];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(20));
        }
        this.content = Content.wrap(bytes);
    }

    public static void main(String[] arguments) throws Exception {
        int conversations = Integer.parseInt(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        int bytes = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        WriteLimits embedded = WriteLimits.EMBEDDED;
        WriteLimits limits = new WriteLimits(
                arguments.length > 4 ? Integer.parseInt(arguments[4]) : embedded.batchesInFlightMax(),
                arguments.length > 5 ? Integer.parseInt(arguments[5]) : embedded.batchStatementsMax(),
                embedded.batchBytesMax(),
                embedded.queuedStatementsMax(),
                embedded.queuedBytesMax());
        Counting counting = new Counting();
        try (CassandraProcess node = CassandraProcess.start("bench");
                CassandraStorage storage = CassandraStorage.connect(
                        StorageSettings.embedded(node.contactPoint()).withWrites(limits), counting)) {
            StorageBench bench = new StorageBench(storage.conversations(), messages, bytes);
            bench.run(conversations, seconds, node.pid(), counting);
        }
        System.exit(0);
    }

    private void run(int conversations, int seconds, long nodePid, Counting counting) throws Exception {
        for (int i = 0; i < conversations; i++) {
            ConversationId conversation = ConversationId.chat(new UserName("alice" + i), new UserName("bob" + i));
            store.openBucket(conversation, 1).toCompletableFuture().get();
            append(conversation, 1);
        }
        TimeUnit.SECONDS.sleep(10);
        long blocksBefore = blocks.sum();
        long batchesBefore = counting.batches.sum();
        long cpuBefore = cpuNanos();
        long nodeBefore = nodeCpuMillis(nodePid);
        long since = System.nanoTime();
        measuring = true;
        TimeUnit.SECONDS.sleep(seconds);
        measuring = false;
        double elapsed = (System.nanoTime() - since) / 1e9;
        long written = blocks.sum() - blocksBefore;
        double client = (cpuNanos() - cpuBefore) / 1e9 / elapsed;
        double node = (nodeCpuMillis(nodePid) - nodeBefore) / 1e3 / elapsed;
        int count = (int) Math.min(measured.get(), latencies.length);
        Arrays.sort(latencies, 0, count);
        System.out.printf(
                "%d conversations x %d messages: %.0f blocks/s, %.0f messages/s, p50 %.2f ms, p99 %.2f ms, max %.1f ms,"
                        + " client %.2f cores, node %.2f cores, %.1f statements/batch, %.0f batches/s, %d failures%n",
                conversations,
                messagesPerBlock,
                written / elapsed,
                written * messagesPerBlock / elapsed,
                latencies[count / 2] / 1e6,
                latencies[count * 99 / 100] / 1e6,
                latencies[Math.max(0, count - 1)] / 1e6,
                client,
                node,
                (double) counting.statements.sum() / counting.batches.sum(),
                (counting.batches.sum() - batchesBefore) / elapsed,
                failures.sum());
        running = false;
        TimeUnit.SECONDS.sleep(1);
        lookUp();
    }

    private void append(ConversationId conversation, long firstSeq) {
        List<StoredMessage> messages = new ArrayList<>(messagesPerBlock);
        List<KnownId> known = new ArrayList<>(messagesPerBlock);
        long now = System.currentTimeMillis();
        for (int i = 0; i < messagesPerBlock; i++) {
            long low = ids.incrementAndGet();
            MessageId id = new MessageId(now << 16 | 7L << 12, 2L << 62 | low);
            messages.add(new StoredMessage(
                    firstSeq + i, id, conversation.first(), "phone-1234", now, 0, "text/plain", content));
            known.add(new KnownId(firstSeq + i, now, new Digest(low * 0x9E3779B97F4A7C15L, ~low)));
        }
        Block block = new Block(conversation, 1, 1, 0, messages);
        long since = System.nanoTime();
        store.append(block, known).whenComplete((done, failure) -> {
            if (failure != null) {
                failures.increment();
            } else {
                blocks.increment();
            }
            if (measuring) {
                int at = (int) measured.getAndIncrement();
                if (at < latencies.length) {
                    latencies[at] = System.nanoTime() - since;
                }
            }
            if (running) {
                append(conversation, firstSeq + messagesPerBlock);
            }
        });
    }

    private void lookUp() throws Exception {
        ConversationId conversation = ConversationId.chat(new UserName("alice0"), new UserName("bob0"));
        for (int round = 0; round < 3; round++) {
            List<StoredMessage> page = store.read(conversation, 1 + round * 500L, Long.MAX_VALUE, 500, 1 << 20)
                    .toCompletableFuture()
                    .get();
            long since = System.nanoTime();
            List<StoredMessage> again = store.read(conversation, 1 + round * 500L, Long.MAX_VALUE, 500, 1 << 20)
                    .toCompletableFuture()
                    .get();
            double readMillis = (System.nanoTime() - since) / 1e6;
            SenderId id = new SenderId(page.get(0).from(), page.get(0).id());
            since = System.nanoTime();
            int found = store.findIds(conversation, List.of(id))
                    .toCompletableFuture()
                    .get()
                    .size();
            double findMillis = (System.nanoTime() - since) / 1e6;
            since = System.nanoTime();
            int tail = store.readTail(conversation, 1024)
                    .toCompletableFuture()
                    .get()
                    .blocks()
                    .size();
            System.out.printf(
                    "read of %d messages %.1f ms, findIds %.1f ms (%d found), tail of %d blocks %.1f ms%n",
                    again.size(), readMillis, findMillis, found, tail, (System.nanoTime() - since) / 1e6);
        }
    }

    static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** User and system time of another process; Linux counts it in hundredths of a second. */
    static long nodeCpuMillis(long pid) throws IOException {
        String[] fields = Files.readString(Path.of("/proc/" + pid + "/stat"))
                .replaceAll(".*\\) ", "")
                .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    static final class Counting implements StorageObserver {
        final LongAdder batches = new LongAdder();
        final LongAdder statements = new LongAdder();
        final CountDownLatch failed = new CountDownLatch(1);

        @Override
        public void batchWritten(int count, long bytes, long nanos) {
            batches.increment();
            statements.add(count);
        }

        @Override
        public void batchFailed(int count, long bytes, StorageException why) {
            if (failed.getCount() > 0) {
                failed.countDown();
                System.out.println("first failure: " + why.getMessage());
            }
        }
    }
}
