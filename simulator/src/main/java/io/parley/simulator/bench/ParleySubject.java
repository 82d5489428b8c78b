package io.parley.simulator.bench;

import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Parley as {@code parley up} starts it, with two new users for each chat. */
final class ParleySubject implements Subject {
    private static final String PASSWORD = "bench-secret-1";

    private final Stack stack;
    private final RunFile running;
    private final LongSupplier unixMillis;
    private final boolean batching;

    private ParleySubject(Stack stack, RunFile running, LongSupplier unixMillis, boolean batching) {
        this.stack = stack;
        this.running = running;
        this.unixMillis = unixMillis;
        this.batching = batching;
    }

    static ParleySubject start(Path folder, int chats, LongSupplier unixMillis, boolean batching)
            throws IOException, InterruptedException {
        Stack stack = Stack.start(folder, 1);
        try {
            List<String> users = new ArrayList<>();
            for (int number = 0; number < chats; number++) {
                users.add(sender(number));
                users.add(receiver(number));
            }
            stack.addUsers(users, PASSWORD);
            return new ParleySubject(stack, stack.running(), unixMillis, batching);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static String sender(int number) {
        return "bench-s" + number;
    }

    private static String receiver(int number) {
        return "bench-r" + number;
    }

    @Override
    public String name() {
        return "parley";
    }

    @Override
    public List<Long> brokerPids() {
        return running.nodes().stream().map(RunFile.Node::pid).toList();
    }

    @Override
    public List<Long> databasePids() {
        return List.of(running.cassandra().pid());
    }

    @Override
    public Path data() {
        return stack.data();
    }

    @Override
    public Lane open(int number, Lane.Clocks clocks, int window, int inFlightMax) {
        return new ParleyLane(
                clocks,
                new ParleyLane.Chat(sender(number), receiver(number), PASSWORD),
                window,
                inFlightMax,
                running.nodes().get(0).mqttPort(),
                unixMillis,
                batching);
    }

    /** What the broker's JVM was started with, so that the bare one gets the same. */
    List<String> brokerJvmFlags() throws IOException {
        return JvmFlags.of(running.nodes().get(0).pid());
    }

    @Override
    public void close() {
        stack.close();
    }
}
