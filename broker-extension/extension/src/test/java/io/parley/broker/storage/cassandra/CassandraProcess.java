package io.parley.broker.storage.cassandra;

import io.parley.cassandra.CassandraCommand;
import io.parley.cassandra.CassandraSettings;
import io.parley.cassandra.CommitlogSync;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A Cassandra node in a process of its own, as the product starts it; ports and folder stay over a restart. */
public final class CassandraProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final int HEAP_MB = 768;

    private final CassandraSettings settings;
    private Process process;

    private CassandraProcess(CassandraSettings settings) {
        this.settings = settings;
        this.process = launch(settings);
    }

    /** Starts a fresh node whose data lie below {@code target}, and waits until it serves. */
    public static CassandraProcess start(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "it").toAbsolutePath());
            Path data = Files.createTempDirectory(parent, name + "-").resolve("data");
            int[] ports = freePorts();
            CassandraProcess node = new CassandraProcess(new CassandraSettings(
                    data, ports[0], ports[1], "127.0.0.1", HEAP_MB, CommitlogSync.BATCH, Optional.empty(), true));
            node.awaitReady();
            return node;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    public String contactPoint() {
        return settings.bind() + ":" + settings.cqlPort();
    }

    public long pid() {
        return process.pid();
    }

    /** As {@code kill -9}; returns when it is dead. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Freezes or thaws it: {@code STOP}, {@code CONT}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Starts it again on the same data; does not wait. */
    public void restart() {
        process = launch(settings);
    }

    public void awaitReady() {
        BufferedReader output = process.inputReader();
        String line = CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(output.readLine());
                    } catch (IOException broken) {
                        return broken.toString();
                    }
                })
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!line.startsWith("READY ")) {
            throw new IllegalStateException(
                    "Cassandra did not start, it said: " + line + "; see " + settings.dataDir());
        }
    }

    private static Process launch(CassandraSettings settings) {
        Path lib = Path.of(Objects.requireNonNull(
                System.getProperty("parley.cassandra.lib"), "system property parley.cassandra.lib"));
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(lib + " is missing: package broker-extension/cassandra-node first");
        }
        try {
            Files.createDirectories(Objects.requireNonNull(settings.dataDir().getParent()));
            return new ProcessBuilder(CassandraCommand.command(Path.of(System.getProperty("java.home")), lib, settings))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            settings.dataDir().resolveSibling("errors").toFile()))
                    .start();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
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
