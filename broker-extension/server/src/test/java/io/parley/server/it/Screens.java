package io.parley.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Terminals with {@code ./parley chat} in them, each as wide as a person's, in a tmux server of their own. */
final class Screens implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path TMUX = Path.of("/usr/bin/tmux");

    private final SharedServer.Server server;
    private final Path socket;

    Screens(SharedServer.Server server) {
        this.server = server;
        // a socket's path must be short
        this.socket = Path.of(
                System.getProperty("java.io.tmpdir"),
                "parley-it-" + ProcessHandle.current().pid());
    }

    static void assumeInstalled() {
        boolean installed = Files.isExecutable(TMUX);
        if (!installed) {
            System.err.println("!!!!! SKIPPED: tmux is not installed (apt-get install tmux) !!!!!");
        }
        Assumptions.assumeTrue(installed, "tmux is not installed");
    }

    /** Starts the messenger of a user and waits until it is online. */
    Screen open(String user, String... more) {
        List<String> command = new ArrayList<>(List.of("env", "NO_COLOR=1", "LC_ALL=C.UTF-8"));
        command.addAll(cli(user, "chat"));
        command.addAll(List.of("--data", server.place().folder().resolve("chat").toString()));
        command.addAll(Arrays.asList(more));
        command.addAll(0, List.of("new-session", "-d", "-s", user, "-x", "100", "-y", "24"));
        tmux(command.toArray(String[]::new));
        Screen screen = new Screen(user);
        screen.sees(user + " · online");
        return screen;
    }

    /** Runs a command for scripts, of one word or two, to its end. */
    Run run(String user, String command, String... more) {
        List<String> argv = cli(user, command);
        argv.addAll(Arrays.asList(more));
        return Run.of(server.place().folder(), argv);
    }

    private List<String> cli(String user, String command) {
        Path home = Path.of(System.getProperty("parley.root"));
        Path folder = server.place().folder();
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                home.resolve("device-sdk/cli/target/lib") + "/*",
                "io.parley.cli.Main"));
        argv.addAll(Arrays.asList(command.split(" ")));
        argv.addAll(List.of(
                "--as",
                user,
                "--password-file",
                password(folder, user).toString(),
                "--server",
                "tcp://127.0.0.1:" + server.place().mqtt()));
        return argv;
    }

    private static Path password(Path folder, String user) {
        try {
            return Files.writeString(folder.resolve(user + ".pw"), user + "-secret\n");
        } catch (IOException unwritable) {
            throw new AssertionError(unwritable);
        }
    }

    private String tmux(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(TMUX.toString(), "-u", "-f", "/dev/null", "-S", socket.toString()));
        argv.addAll(Arrays.asList(arguments));
        Run run = Run.of(server.place().folder(), argv);
        if (run.exitCode() != 0) {
            throw new AssertionError(argv + " ended with " + run);
        }
        return run.out();
    }

    /** One of them. */
    final class Screen {
        private final String name;

        private Screen(String name) {
            this.name = name;
        }

        String text() {
            return tmux("capture-pane", "-p", "-t", name);
        }

        /** Waits until all of these are to be seen at once. */
        void sees(String... parts) {
            String[] last = {""};
            try {
                Waiting.until(name + " sees " + List.of(parts), PATIENCE, () -> {
                    last[0] = text();
                    return Arrays.stream(parts).allMatch(last[0]::contains);
                });
            } catch (RuntimeException late) {
                throw new AssertionError(name + " does not see " + List.of(parts) + " but\n" + last[0], late);
            }
        }

        /** Types a line and Enter. */
        void types(String line) {
            tmux("send-keys", "-t", name, "-l", line);
            press("Enter");
        }

        /** @param key as tmux names it */
        void press(String key) {
            tmux("send-keys", "-t", name, key);
        }

        /** Ends it as a user does, and waits until it has. */
        void leave() {
            press("C-c");
            Waiting.until(
                    name + " has left",
                    PATIENCE,
                    () -> !tmux("list-sessions", "-F", "#S:").contains(name + ":"));
        }
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
