package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.protocol.json.SyncRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley bench group}: one message to many members who are there, against a topic with as many subscribers. */
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        description = "Fan-out to 1,000 members online, against a topic of the bare broker with 1,000 subscribers.")
public final class GroupBench implements Callable<Integer> {
    private static final int MEMBERS = 1_000;
    private static final int MEMBERS_QUICK = 100;
    private static final int AT_ONCE = 8;
    private static final int IN_FLIGHT = 8;
    private static final int SINGLES = 200;
    private static final int SINGLES_QUICK = 20;
    private static final Duration FULL = Duration.ofSeconds(30);
    private static final Duration FULL_WARM_UP = Duration.ofSeconds(45);
    private static final Duration QUICK = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int TICK_MILLIS = 5;
    /** Most users one change can name. */
    private static final int ADD_MAX = 499;

    private static final String TOPIC = "bench/everybody";
    private static final String GROUP = "everybody";
    private static final String SENDER = "sender";

    @Mixin
    private BenchOptions options = new BenchOptions();

    private int members = MEMBERS;

    /** What one broker did. */
    private record Result(double deliveriesPerSecond, double lastP50, double lastP99, double cpuPerMillion) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run(this::measure);
    }

    private Figures measure(Path folder) throws IOException, InterruptedException {
        members = options.quick ? MEMBERS_QUICK : MEMBERS;
        List<String> flags;
        Result parley;
        BenchOptions.tell("parley: starting, with " + (members + 1) + " new users");
        try (ParleyStand stand = ParleyStand.start(folder, users(), Clock.systemUTC())) {
            flags = stand.brokerJvmFlags();
            parley = parley(stand);
        }
        BenchOptions.tell("bare: starting with " + flags);
        Result bare;
        try (BareSubject subject = BareSubject.start(folder, flags)) {
            bare = bare(subject);
        }
        Figures figures = new Figures();
        figures.count("members", members);
        figures.count("payload_bytes", Tally.PAYLOAD_BYTES);
        figures.compare("deliveries_per_second", parley.deliveriesPerSecond, bare.deliveriesPerSecond);
        figures.compare("last_delivery_ms_p50", parley.lastP50, bare.lastP50);
        figures.compare("last_delivery_ms_p99", parley.lastP99, bare.lastP99);
        figures.compare("server_cpu_seconds_per_million_deliveries", parley.cpuPerMillion, bare.cpuPerMillion);
        return figures;
    }

    private List<String> users() {
        List<String> users = new ArrayList<>(List.of(SENDER));
        for (int i = 0; i < members; i++) {
            users.add(member(i));
        }
        return users;
    }

    private static String member(int number) {
        return "member" + number;
    }

    private Result parley(ParleyStand stand) throws IOException, InterruptedException {
        Tally[] current = {new Tally(members, IN_FLIGHT)};
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
        List<Endpoint> endpoints = new ArrayList<>();
        try (Endpoint sender = stand.open(SENDER, "s", new Endpoint.Incoming() {
            @Override
            public void message(String conversation, ByteBuffer content) {}

            @Override
            public void acked(long number, boolean accepted) {
                if (!accepted) {
                    Faults.report(new IllegalStateException("message " + number + " was refused"));
                }
            }
        })) {
            BenchOptions.tell("parley: signing in " + members + " members");
            endpoints.addAll(connect(number -> member(stand, number, current[0])));
            Endpoint.await(sender.sync(new SyncRequest(Map.of(), 100)));
            makeGroup(sender);
            ticker.scheduleWithFixedDelay(
                    () -> endpoints.forEach(it -> it.tick(System.nanoTime())),
                    TICK_MILLIS,
                    TICK_MILLIS,
                    TimeUnit.MILLISECONDS);
            return load(
                    "parley",
                    current[0],
                    payload -> sender.send(
                            "group/" + GROUP, stand.id(ByteBuffer.wrap(payload).getLong()), payload),
                    List.of(stand.brokerPid(), stand.databasePid()));
        } finally {
            ticker.shutdownNow();
            endpoints.forEach(Endpoint::close);
        }
    }

    private static Endpoint member(ParleyStand stand, int number, Tally tally) {
        Endpoint endpoint = stand.open(member(number), "m", (conversation, content) -> tally.arrived(number, content));
        Endpoint.await(endpoint.sync(new SyncRequest(Map.of(), 100)));
        endpoint.call("profile/set", "{\"addable\":\"everyone\"}");
        return endpoint;
    }

    private void makeGroup(Endpoint sender) {
        BenchOptions.tell("parley: making the group");
        sender.call("group/create", "{\"group\":\"" + GROUP + "\"}");
        for (int first = 0; first < members; first += ADD_MAX) {
            StringBuilder names = new StringBuilder();
            for (int i = first; i < Math.min(members, first + ADD_MAX); i++) {
                names.append(names.isEmpty() ? "\"" : ",\"").append(member(i)).append('"');
            }
            sender.call("group/add", "{\"group\":\"" + GROUP + "\",\"users\":[" + names + "]}");
        }
    }

    private Result bare(BareSubject subject) throws IOException, InterruptedException {
        Tally tally = new Tally(members, IN_FLIGHT);
        BenchOptions.tell("bare: connecting " + members + " subscribers");
        List<MqttLine> lines = connect(number -> bareLine(subject, "m" + number, TOPIC, number, tally));
        try (MqttLine sender = bareLine(subject, SENDER, null, 0, tally)) {
            return load(
                    "bare",
                    tally,
                    payload -> sender.publish(Mqtt5Publish.builder()
                            .topic(TOPIC)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(payload)
                            .build()),
                    subject.brokerPids());
        } finally {
            lines.forEach(MqttLine::close);
        }
    }

    private static MqttLine bareLine(
            BareSubject subject, String clientId, @Nullable String filter, int number, Tally tally) {
        return new MqttLine(
                subject.port(),
                new MqttLine.Identity(clientId, null, "", false),
                filter,
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(
                        packet -> packet.getPayload().ifPresent(payload -> tally.arrived(number, payload)),
                        result -> result.getError().ifPresent(Faults::report),
                        Faults::report));
    }

    private interface Connector<T> {
        T connect(int number);
    }

    private <T> List<T> connect(Connector<T> connector) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<T>> opening = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                int number = i;
                opening.add(threads.submit(() -> connector.connect(number)));
            }
            List<T> open = new ArrayList<>();
            for (Future<T> it : opening) {
                open.add(it.get());
            }
            return open;
        } catch (ExecutionException e) {
            throw new IOException("could not connect: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** First as many as go with a few in flight, then one at a time. */
    private Result load(String name, Tally tally, Consumer<byte[]> publish, List<Long> pids)
            throws IOException, InterruptedException {
        BenchOptions.tell(name + ": " + IN_FLIGHT + " in flight");
        flood(tally, publish, options.quick ? QUICK : FULL_WARM_UP);
        Usage before = Usage.of(pids);
        long delivered = tally.delivered();
        long started = System.nanoTime();
        flood(tally, publish, options.quick ? QUICK : FULL);
        double seconds = (System.nanoTime() - started) / 1e9;
        long deliveries = tally.delivered() - delivered;
        double cpu = Usage.of(pids).since(before).cpuSeconds();
        tally.drain(IN_FLIGHT, PATIENCE_NANOS);
        BenchOptions.tell(name + ": one at a time");
        tally.forgetTimes();
        for (int i = 0; i < (options.quick ? SINGLES_QUICK : SINGLES); i++) {
            publish.accept(tally.nextMessage(PATIENCE_NANOS));
            tally.drain(IN_FLIGHT, PATIENCE_NANOS);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new Result(
                deliveries / seconds, tally.lastMillis(50), tally.lastMillis(99), cpu * 1_000_000 / deliveries);
    }

    private static void flood(Tally tally, Consumer<byte[]> publish, Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            publish.accept(tally.nextMessage(PATIENCE_NANOS));
        }
    }
}
