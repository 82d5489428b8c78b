package io.parley.simulator.fleet;

import io.parley.protocol.UserName;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.simulator.bench.LogReader;
import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.fault.FaultPlan;
import io.parley.simulator.fault.Injector;
import io.parley.simulator.fault.Relay;
import io.parley.simulator.report.Progress;
import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What every run stands on: a Parley of its own, relays before it, the fleet, and the journal. One thread. */
public final class Stage implements AutoCloseable {
    public static final int HOSTS = 2;
    private static final String PASSWORD = "simulated-secret-1";
    private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(240);
    private static final Duration DUMP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Sends without a fate are looked up in their stores every so many polls. */
    private static final int LOOK_UP_EVERY = 10;

    private final Progress progress;
    private final int nodes;
    private final PrintWriter journal;
    private final Stack stack;
    private final List<Relay> relays = new ArrayList<>();
    private final Fleet fleet;
    private final long startedNanos;
    private Map<FaultKind, Long> inflicted = Map.of();

    private Stage(
            Progress progress,
            int nodes,
            PrintWriter journal,
            Stack stack,
            Path folder,
            Cast cast,
            Fleet.Listener listener)
            throws IOException {
        this.progress = progress;
        this.nodes = nodes;
        this.journal = journal;
        this.stack = stack;
        List<List<Relay>> ways = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            List<Relay> own = new ArrayList<>();
            for (RunFile.Node node : stack.running().nodes()) {
                own.add(Relay.open(node.mqttPort()));
            }
            relays.addAll(own);
            ways.add(own);
        }
        this.fleet = new Fleet(cast, new Fleet.Means(folder, PASSWORD, ways, journal), listener);
        this.startedNanos = System.nanoTime();
    }

    /** Starts everything; nobody has come yet. */
    public static Stage open(Path folder, int nodes, Cast cast, Progress progress, Fleet.Listener listener)
            throws IOException, InterruptedException {
        progress.step("Starting Parley in " + folder);
        PrintWriter journal =
                new PrintWriter(Files.newBufferedWriter(folder.resolve("journal.txt"), StandardCharsets.UTF_8), true);
        Stack stack = Stack.start(folder, nodes);
        try {
            List<String> names = cast.userNames();
            progress.step(
                    "Adding " + names.size() + " users with " + cast.members().size() + " endpoints");
            stack.addUsers(names, PASSWORD);
            return new Stage(progress, nodes, journal, stack, folder, cast, listener);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            journal.close();
            throw e;
        }
    }

    public Fleet fleet() {
        return fleet;
    }

    public Stack stack() {
        return stack;
    }

    public Map<FaultKind, Long> inflicted() {
        return inflicted;
    }

    public double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Everything in its time, faults as well; then whatever they broke is whole again. */
    public void play(List<Act> acts, FaultPlan plan, Duration run) throws IOException {
        long began = System.nanoTime();
        StackHarm harm = new StackHarm(stack, fleet, nodes);
        Injector injector = new Injector(harm, journal, began);
        try {
            play(acts, plan, run, began, injector);
        } finally {
            harm.stop();
            injector.close();
        }
        inflicted = injector.counts();
        progress.step("Faults are over (" + injector.summary() + "); bringing everybody back");
    }

    private void play(List<Act> acts, FaultPlan plan, Duration run, long began, Injector injector) throws IOException {
        int act = 0;
        int fault = 0;
        for (long now = System.nanoTime(); now < began + run.toNanos(); now = System.nanoTime()) {
            Duration at = Duration.ofNanos(now - began);
            for (; act < acts.size() && acts.get(act).at().compareTo(at) <= 0; act++) {
                fleet.perform(acts.get(act));
            }
            List<FaultPlan.Planned> faults = plan.faults();
            for (; fault < faults.size() && faults.get(fault).at().compareTo(at) <= 0; fault++) {
                injector.inflict(faults.get(fault));
            }
            progress.now(String.format(
                    Locale.ROOT,
                    "%3d of %d s  online %d  accepted %d  delivered %d  faults: %s",
                    at.toSeconds(),
                    run.toSeconds(),
                    fleet.online(),
                    fleet.books().accepted(),
                    fleet.books().delivered(),
                    injector.summary()));
            LockSupport.parkNanos(1_000_000);
        }
        progress.end();
    }

    /** @return false if the server did not get ready */
    public boolean bringBack() throws IOException {
        boolean ready = stack.awaitReady(nodes, READY_PATIENCE);
        for (Member member : fleet.members()) {
            fleet.come(member);
        }
        return ready;
    }

    /**
     * Waits until every send has an end and nothing else is open; or until patience ends.
     *
     * @param open what is, in words; empty when all is at rest
     */
    public boolean settle(Supplier<String> open) {
        long deadline = System.nanoTime() + SETTLE_PATIENCE.toNanos();
        for (int poll = 1; System.nanoTime() < deadline; poll++) {
            long waiting = 0;
            for (Member member : fleet.members()) {
                long without = fleet.books().waiting(member.endpoint());
                if (without > 0 && poll % LOOK_UP_EVERY == 0) {
                    fleet.dump(member);
                }
                waiting += without;
            }
            String more = open.get();
            if (waiting == 0 && more.isEmpty()) {
                progress.end();
                return true;
            }
            progress.now("settling: " + waiting + " sends without an answer, " + more + " online " + fleet.online());
            LockSupport.parkNanos(POLL.toNanos());
        }
        progress.end();
        return false;
    }

    /** Whatever a killed app could not say, its store does. */
    public void dump() {
        fleet.members().forEach(fleet::dump);
        long deadline = System.nanoTime() + DUMP_PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !fleet.members().stream().allMatch(fleet::isDumped)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Everything a user may see, read over a new endpoint by hand. */
    public Map<String, NavigableMap<Long, DeliveredMessage>> readAll(UserName user)
            throws IOException, InterruptedException {
        return LogReader.read(stack.running().nodes().get(0).mqttPort(), user.value(), PASSWORD);
    }

    @Override
    public void close() throws IOException {
        fleet.close();
        stack.close();
        for (Relay relay : relays) {
            relay.close();
        }
        journal.close();
    }
}
