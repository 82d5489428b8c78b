package io.parley.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Debian's MQTT clients, as the README uses them. */
final class Mosquitto {
    private final Path folder;
    private final int port;

    Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static void assumeInstalled() {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/mosquitto_pub"))
                && Files.isExecutable(Path.of("/usr/bin/mosquitto_sub"));
        if (!installed) {
            System.err.println(
                    "!!!!! SKIPPED: mosquitto-clients are not installed (apt-get install mosquitto-clients) !!!!!");
        }
        Assumptions.assumeTrue(installed, "mosquitto-clients are not installed");
    }

    Run pub(String version, String user, String... more) {
        return Run.of(folder, argv("mosquitto_pub", version, user, more));
    }

    /** Runs until {@code -C} messages came, or {@code -W} seconds passed. */
    Run sub(String version, String user, String... more) {
        return Run.of(folder, argv("mosquitto_sub", version, user, more));
    }

    /** A subscriber in the background; the caller ends it. */
    Subscriber subscribe(String version, String user, String... more) {
        try {
            Path out = Files.createTempFile(folder, "sub", ".out");
            Process process = new ProcessBuilder(argv("mosquitto_sub", version, user, more))
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            return new Subscriber(process, out);
        } catch (IOException unstartable) {
            throw new AssertionError(unstartable);
        }
    }

    private List<String> argv(String program, String version, String user, String... more) {
        List<String> argv = new ArrayList<>(List.of(
                program,
                "-V",
                version,
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-u",
                user,
                "-P",
                user + "-secret"));
        argv.addAll(Arrays.asList(more));
        return argv;
    }

    record Subscriber(Process process, Path out) implements AutoCloseable {
        /** Its %j prints correlation data as the bytes they are, so the output is no UTF-8. */
        List<String> lines() {
            try {
                return Files.readAllLines(out, StandardCharsets.ISO_8859_1);
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }
}
