package io.parley.server.house;

import io.parley.cassandra.CassandraCommand;
import io.parley.cassandra.CassandraSettings;
import io.parley.server.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server from start to stop: Cassandra and the brokers start side by side (a broker waits for its storage), and stop one
 * after the other, brokers first, so that what clients were told is written.
 */
public final class House {
    static final String LOOPBACK = "127.0.0.1";
    static final String CASSANDRA = "cassandra";

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
    /** Cassandra flushes what it has in memory before it ends. */
    private static final Duration CASSANDRA_PATIENCE = Duration.ofSeconds(60);

    private static final Duration READY_POLL = Duration.ofMillis(100);
    private static final Duration READY_COMPLAINT = Duration.ofSeconds(30);

    private final Settings settings;
    private final Installation installation;
    private final DataFolder folder;
    private final Console console;
    private final StorageAccess storage;
    private final RunFile runFile;
    private final List<Child> brokers = new ArrayList<>();
    private final CountDownLatch lost = new CountDownLatch(1);
    private final Child.Listener listener = new Watch();
    private @Nullable Child cassandra;
    private volatile boolean started;

    public House(Settings settings, Installation installation, DataFolder folder, Console console) {
        this.settings = settings;
        this.installation = installation;
        this.folder = folder;
        this.console = console;
        this.storage = StorageAccess.of(settings, folder);
        this.runFile = new RunFile(folder.runFile(), settings);
    }

    static String broker(int index) {
        return "broker-" + (index + 1);
    }

    /** What stands in the way of a start; empty if nothing. Starts nothing. */
    public List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>(installation.faults());
        if (faults.isEmpty()) {
            faults.addAll(ExtensionConf.faults(
                    ExtensionConf.render(settings, storage, 0), installation.extension(), folder.root()));
        }
        faults.addAll(PortCheck.faults(settings.listening()));
        return List.copyOf(faults);
    }

    /**
     * Starts everything and waits until every broker is ready.
     *
     * @throws IllegalStateException when a part does not come up; the message says which, and the end of its log
     */
    public void start() throws IOException, InterruptedException {
        prepare();
        List<CompletableFuture<Void>> coming = new ArrayList<>();
        console.begin(settings.nodes() * 2 + (cassandra == null ? 0 : 1));
        console.note("starting "
                + String.join(", ", children().stream().map(Child::name).toList()));
        for (Child child : children()) {
            child.start();
            coming.add(child.firstReady());
        }
        try {
            CompletableFuture.anyOf(
                            CompletableFuture.allOf(coming.toArray(CompletableFuture[]::new)), firstFailure(coming))
                    .get();
            awaitReady();
            started = true;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IllegalStateException(cause == null ? failed.toString() : cause.getMessage(), failed);
        } finally {
            console.end();
        }
    }

    /** Blocks until a child is beyond help. */
    public void watch() throws InterruptedException {
        lost.await();
    }

    /** Brokers, then Cassandra. On the JVM's shutdown thread. */
    public void stop() throws InterruptedException, IOException {
        for (Child broker : brokers) {
            console.say("Stopping " + broker.name());
            broker.stop(BROKER_PATIENCE);
        }
        if (cassandra != null) {
            console.say("Stopping " + cassandra.name());
            cassandra.stop(CASSANDRA_PATIENCE);
        }
        runFile.delete();
    }

    private void prepare() throws IOException {
        if (settings.cassandra().isStartedHere()) {
            CassandraSettings node = new CassandraSettings(
                    folder.cassandra(),
                    settings.ports().cql(),
                    settings.ports().storage(),
                    LOOPBACK,
                    settings.cassandra().heapMb(),
                    settings.cassandra().commitlogSync(),
                    Optional.of(folder.cassandraPassword()),
                    true);
            cassandra = new Child(
                    CASSANDRA,
                    CassandraCommand.command(installation.javaHome(), installation.cassandraLib(), node),
                    folder.log(CASSANDRA),
                    listener);
        }
        for (int index = 0; index < settings.nodes(); index++) {
            BrokerJvm jvm = new BrokerJvm(installation, settings, index, folder.broker(index + 1));
            jvm.prepare(ExtensionConf.render(settings, storage, index));
            brokers.add(new Child(broker(index), jvm.command(), folder.log(broker(index)), listener));
        }
    }

    private List<Child> children() {
        List<Child> all = new ArrayList<>();
        if (cassandra != null) {
            all.add(cassandra);
        }
        all.addAll(brokers);
        return all;
    }

    /** Completes only if one of {@code all} fails, and then with its failure. */
    private static CompletableFuture<Void> firstFailure(List<CompletableFuture<Void>> all) {
        CompletableFuture<Void> failure = new CompletableFuture<>();
        for (CompletableFuture<Void> one : all) {
            one.whenComplete((ready, reason) -> {
                if (reason != null) {
                    failure.completeExceptionally(reason);
                }
            });
        }
        return failure;
    }

    private void awaitReady() throws InterruptedException {
        Readiness readiness = new Readiness();
        for (int index = 0; index < settings.nodes(); index++) {
            int port = settings.ports().node(index).http();
            long complained = System.nanoTime();
            Optional<String> reason = readiness.whyNot(settings.bind(), port);
            while (reason.isPresent()) {
                if (System.nanoTime() - complained > READY_COMPLAINT.toNanos()) {
                    console.say(broker(index) + " is not ready yet: " + reason.get());
                    complained = System.nanoTime();
                }
                if (lost.await(READY_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("gave up");
                }
                reason = readiness.whyNot(settings.bind(), port);
            }
            console.step(broker(index) + " is ready");
        }
    }

    /** On the children's threads. */
    private final class Watch implements Child.Listener {
        @Override
        public void ready(Child child, long pid) {
            runFile.running(child.name(), pid);
            try {
                runFile.write(storage);
            } catch (IOException unwritable) {
                console.say("run.json cannot be written: " + unwritable.getMessage());
            }
            if (started) {
                console.say(child.name() + " is back, process " + pid);
            } else {
                console.step(child.name() + " runs, process " + pid);
            }
        }

        @Override
        public void died(Child child, int exitCode, Duration pause) {
            console.say(child.name() + " ended with code " + exitCode + ", starting it again in " + pause.toSeconds()
                    + " s; its log is " + folder.log(child.name()));
        }

        @Override
        public void lost(Child child, String reason) {
            if (started) {
                console.say(reason);
            }
            lost.countDown();
        }
    }
}
