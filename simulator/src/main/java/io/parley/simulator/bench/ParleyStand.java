package io.parley.simulator.bench;

import io.parley.protocol.MessageId;
import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Parley as {@code parley up} starts it, with new users, to be spoken to by {@link Endpoint}s. */
final class ParleyStand implements AutoCloseable {
    static final String PASSWORD = "bench-secret-1";

    private final Stack stack;
    private final RunFile running;
    private final Clock clock;

    private ParleyStand(Stack stack, RunFile running, Clock clock) {
        this.stack = stack;
        this.running = running;
        this.clock = clock;
    }

    static ParleyStand start(Path folder, List<String> users, Clock clock) throws IOException, InterruptedException {
        Stack stack = Stack.start(folder, 1);
        try {
            stack.addUsers(users, PASSWORD);
            return new ParleyStand(stack, stack.running(), clock);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    int port() {
        return running.nodes().get(0).mqttPort();
    }

    Stack stack() {
        return stack;
    }

    Endpoint open(String user, String endpoint, Endpoint.Incoming incoming) {
        return new Endpoint(running.nodes().get(0).mqttPort(), user, user + "-" + endpoint, PASSWORD, incoming);
    }

    /** An id of now, with a number that {@link AckScanner} finds in it. */
    MessageId id(long number) {
        return new MessageId(clock.millis() << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
    }

    long brokerPid() {
        return running.nodes().get(0).pid();
    }

    long databasePid() {
        return running.cassandra().pid();
    }

    /** What the broker's JVM was started with, so that the bare one gets the same. */
    List<String> brokerJvmFlags() throws IOException {
        return JvmFlags.of(brokerPid());
    }

    @Override
    public void close() {
        stack.close();
    }
}
