package io.parley.simulator.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What simulations of people who write to each other are asked beside {@link RunOptions}. */
public final class CrowdOptions {
    private static final int USERS_MAX = 1_000;
    private static final int RATE_MAX = 5_000;

    @Option(names = "--users", paramLabel = "N", description = "How many people (30), each with 1 to 3 endpoints.")
    private int users = 30;

    @Option(names = "--rate", paramLabel = "R", description = "Messages a second over all (chat 200, social 40).")
    private @Nullable Integer rate;

    public int users() {
        return users;
    }

    public int rate(int otherwise) {
        return rate == null ? otherwise : rate;
    }

    /** Adds what is wrong with what was given, in words. */
    public void check(List<String> wrong) {
        RunOptions.check(wrong, "--users", users, USERS_MAX);
        RunOptions.check(wrong, "--rate", rate(1), RATE_MAX);
    }
}
