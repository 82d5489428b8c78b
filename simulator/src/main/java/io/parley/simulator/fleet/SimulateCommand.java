package io.parley.simulator.fleet;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley simulate chat}. Ends with 0 if every promise was kept, 1 if not, 2 for bad arguments. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "People chat while things break; then the judge compares what was accepted with what arrived.")
public final class SimulateCommand implements Callable<Integer> {
    private static final int RATE = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private CrowdOptions crowd = new CrowdOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        List<String> wrong = options.faults();
        crowd.check(wrong);
        if (!wrong.isEmpty()) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.join("; ", wrong));
        }
        return options.run((folder, progress) -> new Simulation(
                        new Simulation.Wish(
                                crowd.users(),
                                crowd.rate(RATE),
                                options.duration(),
                                options.seed(),
                                options.kinds(),
                                options.nodes()),
                        folder,
                        progress)
                .run());
    }
}
