package io.parley.simulator.social;

import io.parley.simulator.fleet.CrowdOptions;
import io.parley.simulator.fleet.RunOptions;
import io.parley.simulator.fleet.Stage;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley simulate social}. Ends with 0 if every promise was kept, 1 if not, 2 for bad arguments. */
@Command(
        name = "social",
        mixinStandardHelpOptions = true,
        description = "Groups beside chats, admins at work, many endpoints, while things break; then the judge.")
public final class SocialCommand implements Callable<Integer> {
    private static final int GROUPS_MAX = 200;
    private static final int ENDPOINTS_MAX = 5;
    private static final int RATE = 40;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private CrowdOptions crowd = new CrowdOptions();

    @Option(names = "--groups", paramLabel = "G", description = "How many groups, of uneven size (8).")
    private int groups = 8;

    @Option(names = "--endpoints-max", paramLabel = "E", description = "Most endpoints of a user (3).")
    private int endpointsMax = 3;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        List<String> wrong = new ArrayList<>(options.faults());
        crowd.check(wrong);
        RunOptions.check(wrong, "--groups", groups, GROUPS_MAX);
        RunOptions.check(wrong, "--endpoints-max", endpointsMax, ENDPOINTS_MAX);
        if (!wrong.isEmpty()) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.join("; ", wrong));
        }
        return options.run((folder, progress) -> new SocialSimulation(
                        new SocialSimulation.Wish(
                                new Community.Size(crowd.users(), groups, endpointsMax, Stage.HOSTS),
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
