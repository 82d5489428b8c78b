package io.parley.simulator;

import io.parley.simulator.bench.BenchCommand;
import io.parley.simulator.bench.GroupBench;
import io.parley.simulator.bench.LocationBench;
import io.parley.simulator.bench.LoginBench;
import io.parley.simulator.bench.SyncBench;
import io.parley.simulator.fleet.SimulateCommand;
import io.parley.simulator.rides.RidesCommand;
import io.parley.simulator.social.SocialCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code parley simulate …} and {@code parley bench …}. Exit codes: 0 as promised, 1 not, 2 wrong usage. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        subcommands = {Main.Simulate.class, Main.Bench.class},
        description = "The simulator and the benchmark.")
public final class Main {
    /** What can be simulated. */
    @Command(
            name = "simulate",
            mixinStandardHelpOptions = true,
            subcommands = {SimulateCommand.class, SocialCommand.class, RidesCommand.class},
            description = "Lets a fleet live through faults and judges.")
    static final class Simulate {}

    /** What can be measured. */
    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            subcommands = {BenchCommand.class, GroupBench.class, SyncBench.class, LoginBench.class, LocationBench.class
            },
            description = "Measures against the bare broker.")
    static final class Bench {}

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
