package io.parley.simulator.stack;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Parley of our own: {@code parley up} on free ports with its data in a folder of the caller's. */
public final class Stack implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(2);
    private static final String RUN_FILE = "run.json";
    /** A second node takes the port after the first one's, so each option needs as many in a row. */
    private static final List<String> PORT_OPTIONS =
            List.of("--mqtt-port", "--ws-port", "--http-port", "--cluster-port", "--cql-port", "--storage-port");

    private static final Duration USERS_PATIENCE = Duration.ofMinutes(5);
    private static final int OK = 200;

    private static final List<String> SERVER_JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

    private final Path home;
    private final Path data;
    private final Path log;
    private final Child up;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build();

    private Stack(Path home, Path data, Path log, Child up) {
        this.home = home;
        this.data = data;
        this.log = log;
        this.up = up;
    }

    /**
     * Starts and waits until every node is ready.
     *
     * @param folder a scratch folder; gets {@code data/} and {@code up.log}
     * @throws IOException if it did not get ready, saying where its output is; nothing is left running then
     */
    public static Stack start(Path folder, int nodes) throws IOException {
        Path home = Home.find();
        Path data = folder.resolve("data");
        Path log = folder.resolve("up.log");
        List<Integer> ports = Ports.free(PORT_OPTIONS.size(), nodes);
        List<String> command = server(home);
        command.addAll(List.of("up", "--data", data.toString()));
        for (int i = 0; i < PORT_OPTIONS.size(); i++) {
            command.addAll(List.of(PORT_OPTIONS.get(i), ports.get(i).toString()));
        }
        if (nodes > 1) {
            command.addAll(List.of("--nodes", Integer.toString(nodes)));
        }
        Stack stack = new Stack(home, data, log, Child.start(command, home, log));
        if (!stack.awaitReady(nodes, START_PATIENCE)) {
            stack.close();
            throw new IOException("parley up did not get ready, see " + log);
        }
        return stack;
    }

    /** What {@code ./parley} runs once everything is built, which it sees to before it starts this process. */
    private static List<String> server(Path home) throws IOException {
        List<String> command = new ArrayList<>(List.of(JavaCommand.executable()));
        command.addAll(SERVER_JVM);
        command.addAll(List.of("-Dparley.home=" + home, "-cp", serverLibraries(home), "io.parley.server.Main"));
        return command;
    }

    private static String serverLibraries(Path home) throws IOException {
        Path libraries = home.resolve("broker-extension/server/target/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IOException("the server is not built: " + libraries + " is missing");
        }
        return libraries + File.separator + "*";
    }

    public Path data() {
        return data;
    }

    /** The processes as they are now. */
    public RunFile running() throws IOException {
        return RunFile.read(data.resolve(RUN_FILE));
    }

    /** Whether {@code pid} belongs to this stack, so that it may be harmed. */
    public boolean owns(long pid) {
        return pid > 0 && up.isMine(pid);
    }

    /** Waits until all nodes say they are ready. */
    public boolean awaitReady(int nodes, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && up.isAlive()) {
            if (isReady(nodes)) {
                return true;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return false;
    }

    private boolean isReady(int nodes) {
        try {
            RunFile running = running();
            if (running.nodes().size() < nodes || !running.nodes().stream().allMatch(it -> owns(it.pid()))) {
                return false;
            }
            for (RunFile.Node node : running.nodes()) {
                HttpRequest ready = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + node.httpPort() + "/health/ready"))
                        .timeout(HTTP_TIMEOUT)
                        .build();
                if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() != OK) {
                    return false;
                }
            }
            return true;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Creates users that share one password: quick, since it is hashed once. */
    public void addUsers(List<String> names, String password) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JavaCommand.executable()));
        command.addAll(SERVER_JVM);
        command.addAll(List.of(
                "-cp",
                serverLibraries(home) + File.pathSeparator + JavaCommand.ownPlace(),
                UserMaker.class.getName(),
                data.resolve(RUN_FILE).toString(),
                password));
        try (Child child = Child.startTalking(command, home, log)) {
            try (PrintWriter in = new PrintWriter(child.process().getOutputStream(), false, StandardCharsets.UTF_8)) {
                names.forEach(in::println);
            }
            if (!child.process().waitFor(USERS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    || child.process().exitValue() != 0) {
                throw new IOException("users could not be added, see " + log);
            }
        }
    }

    /** Ends everything in order, or by force if that takes too long. */
    @Override
    public void close() {
        up.close();
    }
}
