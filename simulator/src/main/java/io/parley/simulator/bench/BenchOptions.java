package io.parley.simulator.bench;

import io.parley.simulator.stack.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code parley bench group}, {@code sync} and {@code login} have in common. */
final class BenchOptions {
    @Option(names = "--json", description = "Print one JSON object on the last line.")
    boolean json;

    @Option(names = "--quick", description = "Small and short: to see that it runs, not to quote.")
    boolean quick;

    @Option(names = "--data", paramLabel = "DIR", description = "Scratch folder (a new temporary one).")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keep the scratch folder.")
    private boolean keep;

    /** One measurement with a folder to itself. */
    interface Run {
        Figures in(Path folder) throws IOException, InterruptedException;
    }

    /** @return the exit code: 0 if the numbers are sound, 1 if something broke */
    int run(Run run) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.open(data, "parley-bench", keep)) {
            Figures figures = run.in(scratch.folder());
            figures.count("broken", Faults.count());
            System.out.print(figures.table());
            if (Faults.count() > 0) {
                System.out.println("Not sound: something was refused, out of order, unfinished or broke.");
            }
            if (json) {
                System.out.println(figures.json());
            }
            return Faults.count() > 0 ? 1 : 0;
        }
    }

    static void tell(String what) {
        System.err.println(what);
    }
}
