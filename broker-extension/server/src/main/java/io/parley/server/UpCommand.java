package io.parley.server;

import io.parley.server.house.Console;
import io.parley.server.house.DataFolder;
import io.parley.server.house.House;
import io.parley.server.house.Installation;
import io.parley.server.settings.Key;
import io.parley.server.settings.Settings;
import io.parley.server.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code ./parley up}: judges the settings, claims the folder, starts the house, and stops it on Ctrl-C or SIGTERM. */
final class UpCommand implements Callable<Integer> {
    private static final String CONFIG = "--config";

    private @Nullable CommandLine command;

    private UpCommand() {}

    /** Every option is text to picocli: settings are judged by their own reader, which finds all faults at once. */
    static CommandLine spec() {
        UpCommand up = new UpCommand();
        CommandSpec spec = CommandSpec.wrapWithoutInspection(up).name("up");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("this text")
                .build());
        spec.usageMessage()
                .customSynopsis("parley up [OPTIONS]")
                .description("Start Cassandra, the broker and the extension; Ctrl-C stops them.")
                .sortOptions(false);
        for (Key key : Key.values()) {
            String otherwise = key.defaultText().isEmpty() ? "" : " (" + key.defaultText() + ")";
            spec.addOption(OptionSpec.builder(key.flag())
                    .type(String.class)
                    .paramLabel(key.parameter())
                    .description(key.description() + otherwise)
                    .build());
        }
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(Path.class)
                .paramLabel("FILE")
                .description("a HOCON file with the same words as keys; flags go before it")
                .build());
        CommandLine command = new CommandLine(spec);
        command.setUnmatchedArgumentsAllowed(true);
        up.command = command;
        return command;
    }

    @Override
    public Integer call() {
        ParseResult typed = Objects.requireNonNull(command).getParseResult();
        Map<Key, String> flags = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            if (typed.hasMatchedOption(key.flag())) {
                flags.put(key, typed.matchedOptionValue(key.flag(), ""));
            }
        }
        Optional<Path> file = Optional.ofNullable(typed.matchedOptionValue(CONFIG, (Path) null));
        SettingsReader.Parsed parsed = SettingsReader.read(flags, file, typed.unmatched());
        parsed.faults().forEach(System.err::println);
        return parsed.settings().map(UpCommand::run).orElse(Exit.BAD_INPUT);
    }

    private static int run(Settings settings) {
        DataFolder folder = new DataFolder(settings.data());
        Console console = new Console(System.out, System.console() != null);
        House house = new House(settings, Installation.ofProcess(), folder, console);
        try {
            Optional<String> holder = folder.claim();
            if (holder.isPresent()) {
                System.err.println("data folder " + settings.data() + " is in use by " + holder.get());
                return Exit.IN_USE;
            }
            List<String> faults = house.faults();
            if (!faults.isEmpty()) {
                faults.forEach(System.err::println);
                return Exit.BAD_INPUT;
            }
            return live(house, settings, console);
        } catch (IOException unusable) {
            System.err.println("data folder " + settings.data() + " cannot be used: " + unusable);
            return Exit.BAD_INPUT;
        }
    }

    private static int live(House house, Settings settings, Console console) throws IOException {
        AtomicInteger exitCode = new AtomicInteger(Exit.OK);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(house, exitCode), "stop"));
        try {
            house.start();
            Welcome.lines(settings, console).forEach(System.out::println);
            System.out.flush();
            house.watch();
        } catch (IllegalStateException notStarted) {
            System.err.println(notStarted.getMessage());
        } catch (InterruptedException stopped) {
            System.err.println("interrupted");
        }
        // Reached only when something is beyond help. The hook stops what runs and ends the process with this code.
        exitCode.set(Exit.FAILED);
        return Exit.FAILED;
    }

    private static void stop(House house, AtomicInteger exitCode) {
        try {
            house.stop();
        } catch (IOException | InterruptedException failed) {
            System.err.println("did not stop in order: " + failed);
        }
        // A JVM that obeys a signal would end with 130 or 143; to stop when asked is success.
        Runtime.getRuntime().halt(exitCode.get());
    }
}
