package io.parley.simulator.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process this one started. It ends when closed and, whatever happens, before this JVM does; with it whatever it
 * started itself. Only ever addressed by its own id.
 */
public final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PATIENCE_AT_EXIT = Duration.ofSeconds(20);

    private final Process process;
    private final Thread hook;

    private Child(Process process) {
        this.process = process;
        this.hook = new Thread(() -> end(PATIENCE_AT_EXIT), "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts {@code command} with its output in {@code log}; standard input stays ours. */
    public static Child start(List<String> command, Path folder, Path log) throws IOException {
        return new Child(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** Starts {@code command} with its standard output and input ours and its standard error in {@code log}. */
    public static Child startTalking(List<String> command, Path folder, Path log) throws IOException {
        File errors = log.toFile();
        return new Child(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors))
                .start());
    }

    public Process process() {
        return process;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether {@code pid} is a living process below this one: nobody else's is ever signalled. */
    public boolean isMine(long pid) {
        try (Stream<ProcessHandle> below = process.descendants()) {
            return below.anyMatch(it -> it.pid() == pid && it.isAlive());
        }
    }

    /** kill -9 of this process alone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        forget();
    }

    @Override
    public void close() {
        end(PATIENCE);
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyExiting) {
            // The hook is running or has run; there is nothing left to take back.
        }
    }

    private void end(Duration patience) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
