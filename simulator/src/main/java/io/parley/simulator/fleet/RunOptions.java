package io.parley.simulator.fleet;

import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.report.Progress;
import io.parley.simulator.report.Report;
import io.parley.simulator.stack.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every simulation is asked, and how it ends. */
public final class RunOptions {
    private static final int DURATION_MAX = 86_400;
    private static final int NODES_MAX = 2;

    @Option(
            names = "--duration",
            paramLabel = "S",
            description = "Seconds of it (60), before everybody is brought back.")
    private int duration = 60;

    @Option(
            names = "--seed",
            paramLabel = "X",
            description = "Decides who does what, and what breaks when (a new one).")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "KIND",
            split = ",",
            description = "Any of cut, kill-broker, kill-cassandra, pause-broker, restart-app (none).")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--nodes", paramLabel = "N", description = "Brokers, 1 or 2 (1).")
    private int nodes = 1;

    @Option(names = "--data", paramLabel = "DIR", description = "Scratch folder (a new temporary one).")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keep the scratch folder even if all is well.")
    private boolean keep;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    /** One simulation with a folder to itself. */
    @FunctionalInterface
    public interface Run {
        Report in(Path folder, Progress progress) throws IOException, InterruptedException, SQLException;
    }

    public Duration duration() {
        return Duration.ofSeconds(duration);
    }

    /** The same each time it is asked for. */
    public long seed() {
        if (seed == null) {
            seed = Clock.systemUTC().millis();
        }
        return seed;
    }

    public int nodes() {
        return nodes;
    }

    public Set<FaultKind> kinds() {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        faults.forEach(code -> FaultKind.ofCode(code.strip()).ifPresent(kinds::add));
        return kinds;
    }

    /** What is wrong with what was given, in words. */
    public List<String> faults() {
        List<String> wrong = new ArrayList<>();
        check(wrong, "--duration", duration, DURATION_MAX);
        check(wrong, "--nodes", nodes, NODES_MAX);
        for (String code : faults) {
            if (FaultKind.ofCode(code.strip()).isEmpty()) {
                wrong.add("--faults: '" + code + "' is none of "
                        + Arrays.stream(FaultKind.values()).map(FaultKind::code).collect(Collectors.joining(", ")));
            }
        }
        return wrong;
    }

    public static void check(List<String> wrong, String option, int value, int max) {
        if (value < 1 || value > max) {
            wrong.add(option + " is " + value + ", allowed is 1.." + max);
        }
    }

    /** @return the exit code: 0 if every promise was kept, 1 if not */
    public int run(Run run) throws IOException, InterruptedException, SQLException {
        try (Scratch scratch = Scratch.open(data, "parley-simulate", true)) {
            Report report = run.in(scratch.folder(), Progress.onStandardError());
            boolean clean = report.isClean();
            System.out.print(report.text());
            if (!clean) {
                Files.write(scratch.folder().resolve("findings.txt"), report.broken());
            }
            if (clean && !keep && data == null) {
                scratch.discard();
            } else {
                System.out.println("Everything is in " + scratch.folder());
            }
            if (json) {
                System.out.println(report.json());
            }
            return clean ? 0 : 1;
        }
    }
}
