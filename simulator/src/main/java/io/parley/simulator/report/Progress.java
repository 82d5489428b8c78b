package io.parley.simulator.report;

import java.io.PrintStream;
import java.time.Duration;

/** Says how far a run is: on a terminal one line that is rewritten, elsewhere a line now and then. One thread. */
public final class Progress {
    private static final Duration EVERY_ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration EVERY_ELSEWHERE = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private long lastNanos;
    private boolean lineOpen;

    private Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.lastNanos = System.nanoTime() - EVERY_ELSEWHERE.toNanos();
    }

    /** On standard error, so that standard output holds results only. */
    public static Progress onStandardError() {
        return new Progress(System.err, System.console() != null);
    }

    /** What is so at the moment; shown if it is time to. */
    public void now(String state) {
        long now = System.nanoTime();
        Duration every = terminal ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE;
        if (now - lastNanos < every.toNanos()) {
            return;
        }
        lastNanos = now;
        show(state);
    }

    private void show(String state) {
        if (terminal) {
            out.print("\r\u001b[K" + state);
            out.flush();
            lineOpen = true;
        } else {
            out.println(state);
        }
    }

    /** A step that stays on the screen. */
    public void step(String what) {
        end();
        out.println(what);
    }

    public void end() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
    }
}
