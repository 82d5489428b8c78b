package io.parley.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in a process of its own, started by the command that the product uses. Closing kills what still runs. */
final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path errors;

    private NodeProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    static CassandraSettings settings(Path dataDir, CommitlogSync mode, Optional<Path> passwordFile, boolean withStdin)
            throws IOException {
        int[] ports = freePorts();
        return new CassandraSettings(dataDir, ports[0], ports[1], "127.0.0.1", 512, mode, passwordFile, withStdin);
    }

    static NodeProcess start(CassandraSettings settings) throws IOException {
        return start(command(settings), settings.dataDir());
    }

    static NodeProcess start(List<String> command, Path dataDir) throws IOException {
        Path errors = dataDir.resolveSibling(dataDir.getFileName() + ".err");
        Files.createDirectories(dataDir.toAbsolutePath().getParent());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        return new NodeProcess(process, errors);
    }

    static List<String> command(CassandraSettings settings) {
        return CassandraCommand.command(Path.of(System.getProperty("java.home")), Path.of("target", "lib"), settings);
    }

    /** The command of a valid node, with its arguments after the main class replaced. */
    static List<String> commandWith(CassandraSettings settings, String... arguments) {
        List<String> valid = command(settings);
        List<String> command = new ArrayList<>(valid.subList(0, valid.indexOf(CassandraNode.class.getName()) + 1));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The one line on standard output. */
    String awaitAnswer() throws InterruptedException, ExecutionException, TimeoutException {
        BufferedReader output = process.inputReader();
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(output.readLine());
                    } catch (IOException broken) {
                        return broken.toString();
                    }
                })
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " still runs");
        }
        return process.exitValue();
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** What the death of its parent does to it. */
    void closeStdin() throws IOException {
        process.outputWriter().close();
    }

    long pid() {
        return process.pid();
    }

    /** What it has used of all cores together, since its start. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    static CqlSession session(CassandraSettings settings, Optional<String> secret) {
        DriverConfigLoader config = DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(20))
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, 2048)
                .build();
        var builder = CqlSession.builder()
                .withConfigLoader(config)
                .addContactPoint(new InetSocketAddress(settings.bind(), settings.cqlPort()))
                .withLocalDatacenter("datacenter1");
        secret.ifPresent(word -> builder.withAuthCredentials("parley", word));
        return builder.build();
    }

    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }

    @Override
    public void close() {
        kill();
    }
}
