package io.parley.simulator.bench;

import io.parley.simulator.stack.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley bench chat}. Ends with 0 if the numbers are sound, 1 if something broke, 2 for bad arguments. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "Durable two-hop chats against the same HiveMQ CE bare, in one run on this machine.")
public final class BenchCommand implements Callable<Integer> {
    private static final int QUICK_SECONDS = 5;
    private static final int FULL_SECONDS = 30;
    /** On two cores the JVMs of broker and database compile for a minute before they run at their speed. */
    private static final int FULL_WARM_UP_SECONDS = 60;

    private static final int SECONDS_MAX = 3_600;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    @Option(names = "--quick", description = "A few seconds each: to see that it runs, not to quote.")
    private boolean quick;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of each measurement (30; 5 with --quick).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds of the same load before each measurement (60; 5 with --quick).")
    private int warmUp;

    @Option(names = "--unbatched", description = "A packet for each message, both ways, as from a client of one's own.")
    private boolean unbatched;

    @Option(names = "--data", paramLabel = "DIR", description = "Scratch folder (a new temporary one).")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keep the scratch folder.")
    private boolean keep;

    @Option(names = "--only", hidden = true, description = "parley or bare: measure one, to profile it.")
    private String only = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchPlan plan = BenchPlan.of(
                duration("--seconds", seconds, FULL_SECONDS),
                duration("--warm-up", warmUp, FULL_WARM_UP_SECONDS),
                !unbatched);
        try (Scratch scratch = Scratch.open(data, "parley-bench", keep)) {
            BenchReport report = run(plan, scratch.folder());
            System.out.print(report.table());
            if (!report.isSound()) {
                System.out.println(
                        "Not sound: messages were refused, out of order or unfinished, or connections broke.");
            }
            if (report.isDisturbed()) {
                System.out.println("Something else kept this machine busy meanwhile: do not quote this.");
            }
            if (json) {
                System.out.println(report.json());
            }
            return report.isSound() ? 0 : 1;
        }
    }

    private Duration duration(String option, int given, int full) {
        if (given < 0 || given > SECONDS_MAX) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    option + " is " + given + ", allowed is 1.." + SECONDS_MAX);
        }
        return Duration.ofSeconds(given > 0 ? given : quick ? QUICK_SECONDS : full);
    }

    /** Parley first, so that the bare broker can be given the same JVM flags and an already warm load generator. */
    private BenchReport run(BenchPlan plan, Path folder) throws IOException, InterruptedException {
        Series parley = null;
        List<String> flags = List.of("-Xmx512m");
        if (!only.equals("bare")) {
            tell("parley: starting, with "
                    + 2 * (plan.few().chats() + plan.many().chats()) + " new users");
            try (ParleySubject subject = ParleySubject.start(
                    folder, plan.few().chats() + plan.many().chats(), Clock.systemUTC()::millis, plan.batching())) {
                flags = subject.brokerJvmFlags();
                parley = Series.of(subject, plan, BenchCommand::tell);
            }
        }
        if (parley != null && only.equals("parley")) {
            return new BenchReport(plan, parley, parley);
        }
        tell("bare: starting with " + flags);
        try (BareSubject subject = BareSubject.start(folder, flags)) {
            Series bare = Series.of(subject, plan, BenchCommand::tell);
            return new BenchReport(plan, parley == null ? bare : parley, bare);
        }
    }

    private static void tell(String what) {
        System.err.println(what);
    }
}
