package io.parley.simulator.bench;

import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code parley bench sync}: coming back to 10,000 messages in 100 conversations. The bare broker has nothing to compare
 * with: it keeps 1,000 for one session, and none for a new endpoint.
 */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Coming back to 10,000 waiting messages in 100 conversations, and to the first screen of them.")
public final class SyncBench implements Callable<Integer> {
    private static final int CONVERSATIONS = 100;
    private static final int EACH = 100;
    private static final int RETURNS = 10;
    private static final int RETURNS_QUICK = 2;
    private static final int WARM_UPS = 5;
    private static final int PAGE = 500;
    private static final int BATCH = 50;
    private static final int LATEST = 20;
    private static final int PAYLOAD_BYTES = Lane.PAYLOAD_BYTES;
    private static final int PATIENCE_SECONDS = 120;
    private static final String RETURNER = "returner";

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run(this::measure);
    }

    private Figures measure(Path folder) throws IOException, InterruptedException {
        List<String> users = new ArrayList<>(List.of(RETURNER));
        for (int i = 0; i < CONVERSATIONS; i++) {
            users.add(peer(i));
        }
        BenchOptions.tell("starting, with " + users.size() + " new users");
        try (ParleyStand stand = ParleyStand.start(folder, users, Clock.systemUTC())) {
            BenchOptions.tell("writing " + CONVERSATIONS * EACH + " messages");
            for (int i = 0; i < CONVERSATIONS; i++) {
                write(stand, i);
            }
            return returns(stand);
        }
    }

    private static String peer(int number) {
        return "peer" + number;
    }

    private static void write(ParleyStand stand, int number) throws InterruptedException {
        CountDownLatch acks = new CountDownLatch(EACH);
        try (Endpoint peer = stand.open(peer(number), "p", new Endpoint.Incoming() {
            @Override
            public void message(String conversation, ByteBuffer content) {}

            @Override
            public void acked(long ignored, boolean accepted) {
                if (!accepted) {
                    Faults.report(new IllegalStateException("a message was refused"));
                }
                acks.countDown();
            }
        })) {
            Endpoint.await(peer.sync(new SyncRequest(Map.of(), PAGE)));
            for (int first = 1; first <= EACH; first += BATCH) {
                List<SubmittedMessage> together = new ArrayList<>();
                for (int i = first; i < first + BATCH; i++) {
                    together.add(Endpoint.submitted(stand.id(i), new byte[PAYLOAD_BYTES]));
                }
                peer.sendTogether("chat/" + RETURNER, together);
            }
            if (!acks.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(acks.getCount() + " messages of " + peer(number) + " have no answer");
            }
        }
    }

    /** Each return is a new endpoint of the user, to whom everything is waiting. */
    private Figures returns(ParleyStand stand) throws IOException {
        int returns = options.quick ? RETURNS_QUICK : RETURNS;
        Histogram complete = new Histogram(3);
        Histogram listed = new Histogram(3);
        Histogram screen = new Histogram(3);
        Usage before = Usage.NONE;
        for (int i = -WARM_UPS; i < returns; i++) {
            BenchOptions.tell(i < 0 ? "warming up" : "return " + (i + 1) + " of " + returns);
            if (i == 0) {
                complete.reset();
                listed.reset();
                screen.reset();
                before = Usage.of(List.of(stand.brokerPid(), stand.databasePid()));
            }
            complete.recordValue(everything(stand, i));
            firstScreen(stand, i, listed, screen);
        }
        double cpu = Usage.of(List.of(stand.brokerPid(), stand.databasePid()))
                .since(before)
                .cpuSeconds();
        Figures figures = new Figures();
        long waiting = (long) CONVERSATIONS * EACH;
        figures.count("conversations", CONVERSATIONS);
        figures.count("waiting", waiting);
        figures.count("returns", returns);
        figures.number("messages_per_second", waiting * 1e6 / complete.getValueAtPercentile(50));
        figures.number("complete_ms_p50", complete.getValueAtPercentile(50) / 1e3);
        figures.number("complete_ms_max", complete.getMaxValue() / 1e3);
        figures.number("list_ms_p50", listed.getValueAtPercentile(50) / 1e3);
        figures.number("first_screen_ms_p50", screen.getValueAtPercentile(50) / 1e3);
        figures.number("first_screen_ms_max", screen.getMaxValue() / 1e3);
        figures.number("server_cpu_ms_per_return", cpu * 1e3 / returns);
        return figures;
    }

    /** @return microseconds from the first byte of the connection to the end of the last page */
    private static long everything(ParleyStand stand, int number) {
        AtomicLong got = new AtomicLong();
        long started = System.nanoTime();
        try (Endpoint endpoint =
                stand.open(RETURNER, "all" + number, (conversation, content) -> got.incrementAndGet())) {
            SyncReply reply;
            do {
                reply = Endpoint.await(endpoint.sync(new SyncRequest(endpoint.last(), PAGE)));
                endpoint.giveReceipts();
            } while (!reply.complete());
            long micros = (System.nanoTime() - started) / 1_000;
            expect(got.get(), CONVERSATIONS * EACH);
            return micros;
        }
    }

    /** The list of conversations, and what is newest of each. */
    private static void firstScreen(ParleyStand stand, int number, Histogram listed, Histogram screen) {
        AtomicLong got = new AtomicLong();
        long started = System.nanoTime();
        try (Endpoint endpoint =
                stand.open(RETURNER, "new" + number, (conversation, content) -> got.incrementAndGet())) {
            String list = endpoint.call("conversation/list", "{\"limit\":" + CONVERSATIONS + "}");
            listed.recordValue((System.nanoTime() - started) / 1_000);
            SyncReply reply;
            do {
                reply = Endpoint.await(endpoint.sync(new SyncRequest(endpoint.last(), PAGE, LATEST)));
                endpoint.giveReceipts();
            } while (!reply.complete());
            screen.recordValue((System.nanoTime() - started) / 1_000);
            expect(got.get(), CONVERSATIONS * LATEST);
            expect(list.split("\"preview\"", -1).length - 1, CONVERSATIONS);
        }
    }

    private static void expect(long got, long expected) {
        if (got != expected) {
            Faults.report(new IllegalStateException(got + " came, expected " + expected));
        }
    }
}
