package io.parley.server.house;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * What the person at the terminal sees: a bar while things start if it is a terminal, a line per step if not, and a line
 * for each event afterwards. Callable from any thread.
 */
public final class Console {
    private static final Duration REDRAW = Duration.ofMillis(200);

    private final PrintStream out;
    private final boolean terminal;
    private final long startedNanos;
    private @Nullable ProgressBar bar;

    public Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.startedNanos = System.nanoTime();
    }

    synchronized void begin(int steps) {
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Starting")
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis((int) REDRAW.toMillis())
                    .hideEta()
                    .build();
        }
    }

    /** One step of the start is done. */
    synchronized void step(String what) {
        if (bar != null) {
            bar.step();
        }
        note(what);
    }

    /** What is going on during the start. */
    synchronized void note(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        } else {
            out.println(elapsed() + "  " + what);
            out.flush();
        }
    }

    synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    synchronized void say(String text) {
        out.println(text);
        out.flush();
    }

    public String elapsed() {
        return String.format(Locale.ROOT, "%5.1f s", (System.nanoTime() - startedNanos) / 1e9);
    }
}
