package io.parley.cli.terminal;

import io.parley.cli.screen.Key;
import io.parley.cli.screen.MessengerScreen;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

/**
 * Runs a {@link MessengerScreen} on the terminal of this process. Whatever touches the screen runs on the thread that
 * calls {@link #run}; others hand it over through {@link #execute}, and wait while {@value #QUEUE_MAX} things wait.
 */
public final class FullScreen implements Executor, AutoCloseable {
    private static final int QUEUE_MAX = 10_000;
    /** So often the screen is drawn though nothing happened: who typed no longer does. */
    private static final long IDLE_MILLIS = 1_000;

    private final BlockingQueue<Runnable> todo = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final Terminal terminal;
    private final Attributes attributes;
    private final Painter painter;
    private final Thread restoring = new Thread(this::restore, "parley-terminal-restore");
    private boolean restored;

    FullScreen(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        this.attributes = terminal.getAttributes();
        this.painter = new Painter(terminal, colours);
    }

    /** The terminal of this process; taken over once it runs. */
    public static FullScreen open(boolean colours) throws IOException {
        return new FullScreen(TerminalBuilder.builder().system(true).dumb(false).build(), colours);
    }

    private void take() {
        KeyReader.takeAllKeys(terminal);
        Runtime.getRuntime().addShutdownHook(restoring);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.writer().print(KeyReader.PASTE_MODE);
        terminal.flush();
    }

    /** Hands something over to the screen's thread. Any thread. */
    @Override
    public void execute(Runnable task) {
        try {
            todo.put(task);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the user has left, or the terminal is gone. */
    public void run(MessengerScreen screen) throws InterruptedException {
        take();
        Thread keys = new Thread(() -> readKeys(screen), "parley-keys");
        keys.setDaemon(true);
        keys.start();
        terminal.handle(
                Terminal.Signal.WINCH,
                signal -> execute(() -> {
                    resize(screen);
                    painter.forget();
                }));
        resize(screen);
        while (!screen.isOver()) {
            painter.paint(screen.draw());
            Runnable next = todo.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            while (next != null && !screen.isOver()) {
                next.run();
                next = todo.poll();
            }
        }
    }

    private void resize(MessengerScreen screen) {
        Size size = terminal.getSize();
        screen.resize(Math.max(1, size.getColumns()), Math.max(1, size.getRows()));
    }

    private void readKeys(MessengerScreen screen) {
        try {
            KeyReader reader = new KeyReader(terminal);
            Optional<Key> next = reader.next();
            while (next.isPresent()) {
                Key key = next.get();
                execute(() -> {
                    if (key.kind() == Key.Kind.REDRAW) {
                        painter.forget();
                    }
                    screen.press(key);
                });
                next = reader.next();
            }
        } finally {
            // nobody is to sit before a screen that hears nothing
            execute(screen::end);
        }
    }

    /** Gives the terminal back as it was. Also when the process is told to end. */
    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        PrintWriter out = terminal.writer();
        out.print(KeyReader.NO_PASTE_MODE);
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(attributes);
    }

    @Override
    public void close() throws IOException {
        restore();
        terminal.close();
    }
}
