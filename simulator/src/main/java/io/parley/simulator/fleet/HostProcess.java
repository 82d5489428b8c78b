package io.parley.simulator.fleet;

import io.parley.simulator.stack.Child;
import io.parley.simulator.stack.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** This process's end of one host of apps or phones. What the host said before it was killed is read to the end. */
public final class HostProcess implements AutoCloseable {
    /** Thirty apps with three or four threads each: small stacks, one collector thread, quick to start. */
    private static final List<String> JVM =
            List.of("-Xmx320m", "-Xss256k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
    private static final Duration QUIT_PATIENCE = Duration.ofSeconds(30);

    private final Child child;
    private final PrintWriter in;
    private final Thread reader;

    private HostProcess(Child child, Consumer<Line> said) {
        this.child = child;
        this.in = new PrintWriter(child.process().getOutputStream(), false, StandardCharsets.UTF_8);
        this.reader = new Thread(() -> read(said), "host-" + child.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** @param said told every line, on a thread of its own */
    static HostProcess start(Path folder, int number, String password, App.Manner manner, Consumer<Line> said)
            throws IOException {
        List<String> arguments = List.of(folder.resolve("stores").toString(), password, manner.name());
        return start(folder, number, AppHost.class, arguments, said);
    }

    /**
     * Starts another program that speaks in {@link Line}s.
     *
     * @param said told every line, on a thread of its own
     */
    public static HostProcess start(Path folder, int number, Class<?> main, List<String> arguments, Consumer<Line> said)
            throws IOException {
        List<String> command = JavaCommand.ofThisClassPath(JVM, main.getName(), arguments);
        return new HostProcess(Child.startTalking(command, folder, folder.resolve("host-" + number + ".log")), said);
    }

    private void read(Consumer<Line> said) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = out.readLine(); text != null; text = out.readLine()) {
                take(text, said);
            }
        } catch (IOException ended) {
            // It was killed; all that could be read has been.
        }
    }

    private static void take(String text, Consumer<Line> said) {
        try {
            said.accept(Line.parse(text));
        } catch (IllegalArgumentException | IndexOutOfBoundsException cutShort) {
            // Killed in the middle of a line: a line that was not finished was not said.
        }
    }

    /** Returns at once; lost if the host is dead, as everything in it is. */
    public synchronized void tell(String line) {
        in.println(line);
        in.flush();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** kill -9, and whatever it had said is heard. */
    public void kill() throws InterruptedException {
        child.kill();
        reader.join(READ_PATIENCE.toMillis());
    }

    /** Asks all its apps to close, and waits. */
    @Override
    public void close() {
        tell("quit");
        try {
            child.process().waitFor(QUIT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            child.close();
            reader.join(READ_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            child.close();
            Thread.currentThread().interrupt();
        }
    }
}
