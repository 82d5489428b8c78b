package io.parley.server.it;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.parley.server.house.Installation;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole server as a process, started as {@code ./parley up} does it. Everything it writes lies below {@code target}. */
final class UpProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration STOP = Duration.ofSeconds(90);
    private static final int HEAP_MB = 512;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path output;
    private final Place place;

    private UpProcess(Process process, Path output, Place place) {
        this.process = process;
        this.output = output;
        this.place = place;
    }

    /** Where a server lives: its folder and ports stay the same when it is started again. */
    record Place(Path folder, int nodes, int mqtt, int ws, int http, int cluster, int cql, int storage) {
        static Place fresh(String name, int nodes) {
            try {
                Path folder = Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "it").toAbsolutePath()), name + "-");
                int first = Ports.free(4 * nodes + 2);
                return new Place(
                        folder,
                        nodes,
                        first,
                        first + nodes,
                        first + 2 * nodes,
                        first + 3 * nodes,
                        first + 4 * nodes,
                        first + 4 * nodes + 1);
            } catch (IOException unwritable) {
                throw new AssertionError(unwritable);
            }
        }

        Path data() {
            return folder.resolve("data");
        }

        List<String> upArguments(String... more) {
            List<String> arguments = new ArrayList<>(List.of(
                    "up",
                    "--data=" + data(),
                    "--nodes=" + nodes,
                    "--mqtt-port=" + mqtt,
                    "--ws-port=" + ws,
                    "--http-port=" + http,
                    "--cluster-port=" + cluster,
                    "--cql-port=" + cql,
                    "--storage-port=" + storage,
                    "--cassandra-heap=" + HEAP_MB + "m",
                    "--broker-heap=" + HEAP_MB + "m"));
            arguments.addAll(Arrays.asList(more));
            return arguments;
        }

        /** Runs a command of the server module to its end. */
        Run run(List<String> arguments) {
            return Run.of(folder, command(arguments));
        }

        /** A user named {@code name}, with password {@code name}-secret. */
        void addUser(String name) {
            try {
                Path password = Files.writeString(folder.resolve(name + ".pw"), name + "-secret\n");
                Run run = run(List.of(
                        "user", "add", name, "--data", data().toString(), "--password-file", password.toString()));
                if (run.exitCode() != 0) {
                    throw new AssertionError("user add " + name + " ended with " + run);
                }
            } catch (IOException unwritable) {
                throw new AssertionError(unwritable);
            }
        }

        /** Starts the server and returns when it says that it is ready. */
        UpProcess up(String... more) {
            try {
                Path output = Files.createTempFile(folder, "up", ".out");
                Process process = new ProcessBuilder(command(upArguments(more)))
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                UpProcess up = new UpProcess(process, output, this);
                up.awaitReady();
                return up;
            } catch (IOException unstartable) {
                throw new AssertionError(unstartable);
            }
        }
    }

    static List<String> command(List<String> arguments) {
        Path home = Path.of(System.getProperty("parley.root"));
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-D" + Installation.HOME_PROPERTY + "=" + home,
                "-cp",
                home.resolve("broker-extension/server/target/lib") + "/*",
                "io.parley.server.Main"));
        argv.addAll(arguments);
        return argv;
    }

    private void awaitReady() {
        Waiting.until("the server is ready", START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("up ended with code " + process.exitValue() + ":\n" + output());
            }
            return output().contains("Parley is ready after");
        });
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    Config runFile() {
        return ConfigFactory.parseFile(place.data().resolve("run.json").toFile());
    }

    long cassandraPid() {
        return runFile().getLong("cassandra.pid");
    }

    long brokerPid(int index) {
        return runFile().getConfigList("nodes").get(index).getLong("pid");
    }

    /** @return the status, or 0 if nobody answers */
    int status(String path) {
        try {
            return HTTP.send(get(path), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    String body(String path) {
        try {
            return HTTP.send(get(path), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + place.http() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    /** As Ctrl-C does it. */
    int interrupt() {
        return signal(isInterruptIgnored() ? "TERM" : "INT");
    }

    /** A shell starts background jobs deaf to Ctrl-C, and so are then their children, this suite's among them. */
    private static boolean isInterruptIgnored() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        } catch (IOException noLinux) {
            return false;
        }
    }

    private int signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("up did not stop within " + STOP + ":\n" + output());
            }
            return process.exitValue();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Ends the supervisor, in order if it can; its children end with it in any case. */
    @Override
    public void close() {
        if (process.isAlive()) {
            try {
                signal("TERM");
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
