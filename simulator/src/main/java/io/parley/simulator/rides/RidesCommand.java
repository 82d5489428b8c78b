package io.parley.simulator.rides;

import io.parley.simulator.drive.GpxFile;
import io.parley.simulator.drive.Recording;
import io.parley.simulator.fleet.RunOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
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

/** {@code parley simulate rides}. Ends with 0 if every promise was kept, 1 if not, 2 for bad arguments. */
@Command(
        name = "rides",
        mixinStandardHelpOptions = true,
        description = "Cars drive real streets, riders ask, both watch each other, while things break; then the judge.",
        footer = {"", "Map data © OpenStreetMap contributors, ODbL 1.0"})
public final class RidesCommand implements Callable<Integer> {
    private static final int PEOPLE_MAX = 2_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--drivers", paramLabel = "N", description = "How many cars (20).")
    private int drivers = 20;

    @Option(names = "--riders", paramLabel = "M", description = "How many people who want to go somewhere (10).")
    private int riders = 10;

    @Option(
            names = "--gpx",
            paramLabel = "FILE",
            description = "A recording that is driven again beside the rides, once for each time this is given.")
    private List<Path> gpx = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        List<String> wrong = new ArrayList<>(options.faults());
        RunOptions.check(wrong, "--drivers", drivers, PEOPLE_MAX);
        RunOptions.check(wrong, "--riders", riders, PEOPLE_MAX);
        List<Recording> replays = new ArrayList<>();
        for (Path file : gpx) {
            try (InputStream in = Files.newInputStream(file)) {
                replays.add(GpxFile.read(in));
            } catch (IOException e) {
                wrong.add("--gpx " + file + ": " + e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.join("; ", wrong));
        }
        return options.run((folder, progress) -> new RideSimulation(
                        new RideSimulation.Wish(
                                drivers,
                                riders,
                                options.duration(),
                                options.seed(),
                                options.kinds(),
                                options.nodes(),
                                replays),
                        folder,
                        progress,
                        Clock.systemUTC())
                .run());
    }
}
