package io.parley.simulator.fleet;

import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.fault.FaultPlan;
import io.parley.simulator.fault.Injector;
import io.parley.simulator.fault.Relay;
import io.parley.simulator.history.Fate;
import io.parley.simulator.judge.Judge;
import io.parley.simulator.judge.Verdict;
import io.parley.simulator.report.Progress;
import io.parley.simulator.report.SimulationReport;
import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One run: start everything, live the scenario through the faults, bring everybody back, wait, judge. */
final class Simulation {
    private static final int HOSTS = 2;
    private static final String PASSWORD = "simulated-secret-1";
    private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(240);
    private static final Duration DUMP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Sends without a fate are looked up in their stores every so many polls. */
    private static final int LOOK_UP_EVERY = 10;

    /** What was asked for. */
    record Wish(int users, int ratePerSecond, Duration run, long seed, Set<FaultKind> faults, int nodes) {}

    private final Wish wish;
    private final Path folder;
    private final Progress progress;
    private long startedNanos;

    Simulation(Wish wish, Path folder, Progress progress) {
        this.wish = wish;
        this.folder = folder;
        this.progress = progress;
    }

    SimulationReport run() throws IOException, InterruptedException, SQLException {
        Population population = Population.of(wish.seed(), wish.users(), HOSTS);
        Scenario scenario = Scenario.of(wish.seed(), population, wish.run(), wish.ratePerSecond());
        FaultPlan plan = FaultPlan.of(wish.seed(), wish.run(), wish.faults());
        List<Relay> all = new ArrayList<>();
        progress.step("Starting Parley in " + folder);
        try (PrintWriter journal = new PrintWriter(
                        Files.newBufferedWriter(folder.resolve("journal.txt"), StandardCharsets.UTF_8), true);
                Stack stack = Stack.start(folder, wish.nodes())) {
            progress.step("Adding " + wish.users() + " users with "
                    + population.members().size() + " endpoints");
            stack.addUsers(population.userNames(), PASSWORD);
            List<List<Relay>> relays = relays(stack.running(), all);
            try (Fleet fleet = new Fleet(population, folder, PASSWORD, relays, journal)) {
                return live(stack, fleet, scenario, plan, journal);
            }
        } finally {
            for (Relay relay : all) {
                relay.close();
            }
        }
    }

    private static List<List<Relay>> relays(RunFile running, List<Relay> all) throws IOException {
        List<List<Relay>> relays = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            List<Relay> ways = new ArrayList<>();
            for (RunFile.Node node : running.nodes()) {
                Relay relay = Relay.open(node.mqttPort());
                all.add(relay);
                ways.add(relay);
            }
            relays.add(ways);
        }
        return relays;
    }

    private SimulationReport live(Stack stack, Fleet fleet, Scenario scenario, FaultPlan plan, PrintWriter journal)
            throws IOException, SQLException {
        startedNanos = System.nanoTime();
        StackHarm harm = new StackHarm(stack, fleet, wish.nodes());
        Injector injector = new Injector(harm, journal, startedNanos);
        try {
            play(scenario, plan, fleet, injector);
        } finally {
            harm.stop();
            injector.close();
        }
        progress.step("Faults are over (" + injector.summary() + "); bringing everybody back");
        boolean settled = stack.awaitReady(wish.nodes(), READY_PATIENCE);
        for (Member member : fleet.members()) {
            fleet.come(member);
        }
        settled &= settle(fleet);
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        dump(fleet);
        fleet.close();
        var histories = fleet.histories();
        Verdict verdict = Judge.judge(histories);
        long refused = fleet.books().refusedAtOnce()
                + histories.stream()
                        .flatMap(it -> it.sent().stream())
                        .filter(it -> it.fate() instanceof Fate.Refused)
                        .count();
        return new SimulationReport(verdict, wish.seed(), injector.counts(), refused, seconds, settled);
    }

    /** Everything in its time. */
    private void play(Scenario scenario, FaultPlan plan, Fleet fleet, Injector injector) throws IOException {
        int act = 0;
        int fault = 0;
        long end = startedNanos + wish.run().toNanos();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            Duration at = Duration.ofNanos(now - startedNanos);
            for (;
                    act < scenario.acts().size()
                            && isDue(scenario.acts().get(act).at(), at);
                    act++) {
                perform(scenario.acts().get(act), fleet);
            }
            for (;
                    fault < plan.faults().size()
                            && isDue(plan.faults().get(fault).at(), at);
                    fault++) {
                injector.inflict(plan.faults().get(fault));
            }
            progress.now(String.format(
                    Locale.ROOT,
                    "%3d of %d s  online %d  accepted %d  delivered %d  faults: %s",
                    at.toSeconds(),
                    wish.run().toSeconds(),
                    fleet.online(),
                    fleet.books().accepted(),
                    fleet.books().delivered(),
                    injector.summary()));
            LockSupport.parkNanos(1_000_000);
        }
        progress.end();
    }

    private static boolean isDue(Duration planned, Duration now) {
        return planned.compareTo(now) <= 0;
    }

    private static void perform(Act act, Fleet fleet) throws IOException {
        if (act instanceof Act.Come come) {
            fleet.come(come.who());
        } else if (act instanceof Act.Leave leave) {
            fleet.leave(leave.who());
        } else if (act instanceof Act.Write write) {
            fleet.write(write.who(), write.to(), write.fillerBytes());
        }
    }

    /** Waits until every send has an end and every endpoint has everything; or until patience ends. */
    private boolean settle(Fleet fleet) {
        long deadline = System.nanoTime() + SETTLE_PATIENCE.toNanos();
        for (int poll = 1; System.nanoTime() < deadline; poll++) {
            long waiting = 0;
            long missing = 0;
            for (Member member : fleet.members()) {
                long without = fleet.books().waiting(member.endpoint());
                if (without > 0 && poll % LOOK_UP_EVERY == 0) {
                    fleet.dump(member);
                }
                waiting += without;
                missing += fleet.books().missing(member.endpoint());
            }
            if (waiting == 0 && missing == 0) {
                progress.end();
                return true;
            }
            progress.now("settling: " + waiting + " sends without an answer, " + missing
                    + " messages not handed yet, online " + fleet.online());
            LockSupport.parkNanos(POLL.toNanos());
        }
        progress.end();
        return false;
    }

    /** Whatever a killed app could not say, its store does. */
    private void dump(Fleet fleet) {
        fleet.members().forEach(fleet::dump);
        long deadline = System.nanoTime() + DUMP_PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !fleet.members().stream().allMatch(fleet::isDumped)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
