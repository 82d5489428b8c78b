package io.parley.simulator.social;

import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads every few seconds what each node's own audit of unread counts has found, while nodes die and return. */
final class DriftWatch implements AutoCloseable {
    private static final String METRIC = "parley_unread_drift";
    private static final Duration EVERY = Duration.ofSeconds(4);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Stack stack;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread it = new Thread(task, "drift");
        it.setDaemon(true);
        return it;
    });
    private final List<String> found = new ArrayList<>();
    private long readings;

    private DriftWatch(Stack stack) {
        this.stack = stack;
    }

    static DriftWatch start(Stack stack) {
        DriftWatch watch = new DriftWatch(stack);
        watch.thread.scheduleWithFixedDelay(watch::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            for (RunFile.Node node : stack.running().nodes()) {
                look(node);
            }
        } catch (IOException beingWritten) {
            // Next time.
        }
    }

    private void look(RunFile.Node node) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + "/metrics"))
                .timeout(TIMEOUT)
                .build();
        try {
            take(node, http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException away) {
            // It was killed, and will be back.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take(RunFile.Node node, String metrics) {
        for (String line : metrics.split("\n")) {
            if (line.startsWith(METRIC)) {
                readings++;
                double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                if (value != 0) {
                    found.add("the node with pid " + node.pid() + " says " + line);
                }
            }
        }
    }

    /** What was not 0; that there was nothing to read, if so. */
    synchronized List<String> found() {
        return readings == 0 ? List.of("no node ever told " + METRIC) : List.copyOf(found);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
