package io.parley.server.house;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process that is kept running until told to stop.
 *
 * <p>It says {@code READY …} on standard output when it is, writes to its log what else it has to say, and ends when its
 * standard input does, so it never outlives this process. Its thread starts it, waits for its end, and starts it again
 * after a pause that doubles; a first start that fails is not repeated, since nothing will have changed.
 */
final class Child {
    /** What the owner hears, on the child's thread. */
    interface Listener {
        /** It accepts work now, for the first time or again. */
        void ready(Child child, long pid);

        /** It ended although nobody asked it to; it is started again after {@code pause}. */
        void died(Child child, int exitCode, Duration pause);

        /** It did not come up, or came down too often. Nothing more will be tried. */
        void lost(Child child, String reason);
    }

    static final int RESTARTS_MAX = 10;
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    /** Whoever was ready for this long is forgiven its earlier ends: it can start, and was killed. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private static final long NEVER = Long.MIN_VALUE;

    private static final int LOG_TAIL_LINES = 15;
    private static final long LOG_BYTES_MAX = 10L << 20;
    /**
     * Ctrl-C reaches the whole foreground process group. Children ignore it (and a closed terminal), so that it is this
     * process that stops them, in order. An ignored signal stays ignored across exec, and the JVM respects it.
     */
    private static final List<String> DEAF_TO_CTRL_C =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "parley");

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Listener listener;
    private final Thread thread;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Process process;
    /** When this life became ready; {@link #NEVER} until then. On the child's thread only. */
    private long readyNanos = NEVER;

    Child(String name, List<String> command, Path log, Listener listener) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.listener = listener;
        this.thread = new Thread(this::keepRunning, "child-" + name);
        this.thread.setDaemon(true);
    }

    String name() {
        return name;
    }

    void start() {
        thread.start();
    }

    /** Completes when the child is ready for the first time; exceptionally, with the reason, when it will never be. */
    CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    /** Asks it to stop, waits, and kills it if it does not. Callable from any thread, also before the start. */
    void stop(Duration patience) throws InterruptedException {
        stopping.countDown();
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        running.destroy();
        if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            running.destroyForcibly().waitFor();
        }
    }

    private void keepRunning() {
        int restarts = 0;
        Duration pause = PAUSE_MIN;
        try {
            while (!isStopping()) {
                readyNanos = NEVER;
                int exitCode = runOnce();
                if (isStopping()) {
                    return;
                }
                if (readyNanos != NEVER && System.nanoTime() - readyNanos > STABLE.toNanos()) {
                    restarts = 0;
                    pause = PAUSE_MIN;
                }
                if (!firstReady.isDone() || restarts == RESTARTS_MAX) {
                    lose("ended with code " + exitCode + (restarts > 0 ? " for the " + restarts + "th time" : ""));
                    return;
                }
                restarts++;
                listener.died(this, exitCode, pause);
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
            }
        } catch (IOException | InterruptedException unexpected) {
            lose("could not be run: " + unexpected);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private int runOnce() throws IOException, InterruptedException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.delete(log);
        }
        List<String> argv = new ArrayList<>(DEAF_TO_CTRL_C);
        argv.addAll(command);
        Process started = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .directory(new File("/"))
                .start();
        process = started;
        if (isStopping()) {
            started.destroy();
        }
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("READY ")) {
                    readyNanos = System.nanoTime();
                    listener.ready(this, started.pid());
                    firstReady.complete(null);
                }
            }
        }
        return started.waitFor();
    }

    private void lose(String how) {
        String reason = name + " " + how + logTail();
        firstReady.completeExceptionally(new IllegalStateException(reason));
        listener.lost(this, reason);
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
            return tail.isEmpty() ? "" : ". The end of " + log + ":\n  " + String.join("\n  ", tail);
        } catch (IOException unreadable) {
            return " (and its log cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}
