package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code parley bench login}: everybody comes back within a minute, each with 100 conversations and nothing missed, as
 * after a network was away. Passwords were verified lately, as they are then. Live is: signed in, subscribed, synced.
 */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description =
                "5,000 endpoints with 100 conversations each come back within a minute, against the bare broker's.")
public final class LoginBench implements Callable<Integer> {
    private static final int THREADS = 512;
    private static final int AT_ONCE = 16;
    private static final int PATIENCE_SECONDS = 180;
    private static final int PAGE = 500;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** How many, each with so many conversations, in which time. */
    private record Plan(int endpoints, int conversations, Duration within) {}

    /** What one broker did. */
    private record Result(double perSecond, double p50, double p99, double cpuSeconds, double residentMiB) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run(this::measure);
    }

    private Figures measure(Path folder) throws IOException, InterruptedException {
        Plan plan =
                options.quick ? new Plan(300, 20, Duration.ofSeconds(6)) : new Plan(5_000, 100, Duration.ofSeconds(60));
        List<String> users = new ArrayList<>();
        for (int i = 0; i < plan.endpoints; i++) {
            users.add(user(i));
        }
        Figures figures = new Figures();
        Result parley;
        List<String> flags;
        BenchOptions.tell("parley: starting, with " + users.size() + " new users");
        try (ParleyStand stand = ParleyStand.start(folder, users, Clock.systemUTC())) {
            flags = stand.brokerJvmFlags();
            BenchOptions.tell("parley: first sign-in of all, and a message in each conversation");
            long started = System.nanoTime();
            forEach(plan, number -> write(stand, plan, number));
            BenchOptions.tell("parley: everybody receives what is there");
            forEach(plan, number -> receive(stand, plan, number));
            figures.number("setting_up_seconds", (System.nanoTime() - started) / 1e9);
            BenchOptions.tell("parley: all come back within " + plan.within.toSeconds() + " s");
            parley = storm(
                    plan,
                    number -> signIn(stand, plan, number),
                    List.of(stand.brokerPid(), stand.databasePid()),
                    stand.brokerPid());
        }
        BenchOptions.tell("bare: starting with " + flags);
        Result bare;
        try (BareSubject subject = BareSubject.start(folder, flags)) {
            long pid = subject.brokerPids().get(0);
            bare = storm(plan, number -> connect(subject, number), List.of(pid), pid);
        }
        figures.count("endpoints", plan.endpoints);
        figures.count("conversations_each", plan.conversations);
        figures.count("within_seconds", plan.within.toSeconds());
        figures.compare("logins_per_second", parley.perSecond, bare.perSecond);
        figures.compare("live_ms_p50", parley.p50, bare.p50);
        figures.compare("live_ms_p99", parley.p99, bare.p99);
        figures.compare(
                "server_cpu_ms_per_login",
                parley.cpuSeconds * 1e3 / plan.endpoints,
                bare.cpuSeconds * 1e3 / plan.endpoints);
        figures.compare("broker_resident_mib", parley.residentMiB, bare.residentMiB);
        return figures;
    }

    private static String user(int number) {
        return "user" + number;
    }

    /** In a ring, each writes to the next ones, so that each has as many conversations. */
    private static int next(Plan plan, int number, int step) {
        return Math.floorMod(number + step, plan.endpoints);
    }

    private interface OfOne {
        void run(int number) throws InterruptedException;
    }

    private static void forEach(Plan plan, OfOne action) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        CountDownLatch done = new CountDownLatch(plan.endpoints);
        for (int i = 0; i < plan.endpoints; i++) {
            int number = i;
            threads.execute(() -> {
                try {
                    action.run(number);
                } catch (RuntimeException | InterruptedException e) {
                    Faults.report(e);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        threads.shutdown();
    }

    private static void write(ParleyStand stand, Plan plan, int number) throws InterruptedException {
        int writes = plan.conversations / 2;
        CountDownLatch acks = new CountDownLatch(writes);
        try (Endpoint endpoint = stand.open(user(number), "e", new Endpoint.Incoming() {
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
            for (int step = 1; step <= writes; step++) {
                long id = (long) number * plan.conversations + step;
                endpoint.send("chat/" + user(next(plan, number, step)), stand.id(id), new byte[Lane.PAYLOAD_BYTES]);
            }
            if (!acks.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(acks.getCount() + " messages of " + user(number) + " have no answer");
            }
        }
    }

    private static void receive(ParleyStand stand, Plan plan, int number) {
        try (Endpoint endpoint = stand.open(user(number), "e", Endpoint.Incoming.IGNORED)) {
            SyncReply reply;
            do {
                reply = Endpoint.await(endpoint.sync(new SyncRequest(endpoint.last(), PAGE)));
                endpoint.giveReceipts();
            } while (!reply.complete());
            // answered after the receipts before it were taken
            reply = Endpoint.await(endpoint.sync(new SyncRequest(endpoint.last(), PAGE)));
            if (reply.last().size() != plan.conversations) {
                Faults.report(new IllegalStateException(user(number) + " has "
                        + reply.last().size() + " conversations, expected " + plan.conversations));
            }
        }
    }

    private static AutoCloseable signIn(ParleyStand stand, Plan plan, int number) {
        Map<String, Long> received = new HashMap<>();
        for (int step = 1; step <= plan.conversations / 2; step++) {
            received.put("chat/" + user(next(plan, number, step)), 1L);
            received.put("chat/" + user(next(plan, number, -step)), 1L);
        }
        Endpoint endpoint = stand.open(user(number), "e", Endpoint.Incoming.IGNORED);
        SyncReply reply = Endpoint.await(endpoint.sync(new SyncRequest(received, PAGE)));
        if (!reply.complete() || reply.last().size() != plan.conversations) {
            Faults.report(new IllegalStateException(
                    user(number) + " has " + reply.last().size() + " conversations, expected " + plan.conversations));
        }
        return endpoint;
    }

    private static AutoCloseable connect(BareSubject subject, int number) {
        return new MqttLine(
                subject.port(),
                new MqttLine.Identity(user(number) + "-e", null, "", false),
                "inbox/" + user(number) + "/#",
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(packet -> {}, result -> {}, Faults::report));
    }

    /** Latency counts from when each should have begun. */
    private static Result storm(Plan plan, IntFunction<AutoCloseable> come, List<Long> pids, long broker)
            throws IOException, InterruptedException {
        ConcurrentHistogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
        ConcurrentLinkedQueue<AutoCloseable> open = new ConcurrentLinkedQueue<>();
        CountDownLatch live = new CountDownLatch(plan.endpoints);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Usage before = Usage.of(pids);
        long started = System.nanoTime();
        for (int i = 0; i < plan.endpoints; i++) {
            int number = i;
            long intended = started + i * plan.within.toNanos() / plan.endpoints;
            for (long early = intended - System.nanoTime(); early > 0; early = intended - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            threads.execute(() -> {
                try {
                    open.add(come.apply(number));
                    micros.recordValue((System.nanoTime() - intended) / 1_000);
                } catch (RuntimeException e) {
                    Faults.report(e);
                } finally {
                    live.countDown();
                }
            });
        }
        live.await();
        double seconds = (System.nanoTime() - started) / 1e9;
        Result result = new Result(
                open.size() / seconds,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                Usage.of(pids).since(before).cpuSeconds(),
                Usage.residentBytes(broker) / (double) (1 << 20));
        for (AutoCloseable it : open) {
            threads.execute(() -> close(it));
        }
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            BenchOptions.tell("some connections did not end");
        }
        return result;
    }

    private static void close(AutoCloseable it) {
        try {
            it.close();
        } catch (Exception e) {
            Faults.report(e);
        }
    }
}
