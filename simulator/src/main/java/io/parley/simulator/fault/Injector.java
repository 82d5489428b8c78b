package io.parley.simulator.fault;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Inflicts faults when told to. Each on a thread of its own, since they overlap: a broker may be killed while another
 * fault pauses it.
 */
public final class Injector implements AutoCloseable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(60);

    private final Harm harm;
    private final PrintWriter journal;
    private final long startedNanos;
    private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "fault"));

    /** @param startedNanos of the run, {@link System#nanoTime()}, for the journal */
    public Injector(Harm harm, PrintWriter journal, long startedNanos) {
        this.harm = harm;
        this.journal = journal;
        this.startedNanos = startedNanos;
    }

    /** Returns at once. */
    public void inflict(FaultPlan.Planned fault) {
        threads.execute(() -> {
            try {
                note("begin", fault, "");
                boolean done = apply(fault);
                note("end", fault, done ? "" : " (nothing there to harm)");
                if (done) {
                    count(fault.kind());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                note("failed", fault, " " + e);
            }
        });
    }

    private boolean apply(FaultPlan.Planned fault) throws Exception {
        switch (fault.kind()) {
            case CUT -> harm.cut(fault.choice(), fault.length());
            case KILL_BROKER -> {
                return harm.killBroker(fault.choice());
            }
            case KILL_CASSANDRA -> {
                return harm.killCassandra();
            }
            case PAUSE_BROKER -> {
                return harm.pauseBroker(fault.choice(), fault.length());
            }
            case RESTART_APP -> harm.restartApp(fault.choice(), fault.length());
        }
        return true;
    }

    private synchronized void note(String what, FaultPlan.Planned fault, String more) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        journal.printf(Locale.ROOT, "%8.3f %s %s %s%s%n", seconds, fault.kind().code(), what, fault.length(), more);
        journal.flush();
    }

    private synchronized void count(FaultKind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** What has been inflicted so far. */
    public synchronized Map<FaultKind, Long> counts() {
        return Map.copyOf(counts);
    }

    public synchronized String summary() {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(it -> it.getKey().code() + " " + it.getValue())
                        .toList());
    }

    /** Waits for the end of what is under way: what was paused goes on, what was killed is back. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                List<Runnable> never = threads.shutdownNow();
                journal.println("faults that did not end: " + never.size());
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
