package io.parley.simulator.rides;

import io.parley.simulator.fault.Relay;
import io.parley.simulator.fleet.Line;
import io.parley.simulator.phone.PhoneFleet;
import io.parley.simulator.report.Progress;
import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a run of rides stands on: a Parley of its own, relays before it, the phones, and the journal. */
final class RideStage implements AutoCloseable {
    static final int HOSTS = 2;
    private static final String PASSWORD = "simulated-secret-1";

    private final Stack stack;
    private final List<Relay> relays;
    private final PhoneFleet phones;
    private final PrintWriter journal;

    private RideStage(Stack stack, List<Relay> relays, PhoneFleet phones, PrintWriter journal) {
        this.stack = stack;
        this.relays = relays;
        this.phones = phones;
        this.journal = journal;
    }

    /** Starts everything; no phone is switched on yet. */
    static RideStage open(
            Path folder, int nodes, List<String> users, Clock clock, Progress progress, Consumer<Line> listener)
            throws IOException, InterruptedException {
        progress.step("Starting Parley in " + folder);
        PrintWriter journal =
                new PrintWriter(Files.newBufferedWriter(folder.resolve("journal.txt"), StandardCharsets.UTF_8), true);
        Stack stack = Stack.start(folder, nodes);
        List<Relay> relays = new ArrayList<>();
        try {
            progress.step("Adding " + users.size() + " users");
            stack.addUsers(users, PASSWORD);
            List<List<Relay>> ways = new ArrayList<>();
            for (int host = 0; host < HOSTS; host++) {
                List<Relay> own = new ArrayList<>();
                for (RunFile.Node node : stack.running().nodes()) {
                    own.add(Relay.open(node.mqttPort()));
                }
                relays.addAll(own);
                ways.add(own);
            }
            PhoneFleet phones =
                    new PhoneFleet(users, new PhoneFleet.Means(folder, PASSWORD, ways, journal, clock), listener);
            return new RideStage(stack, relays, phones, journal);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            journal.close();
            throw e;
        }
    }

    Stack stack() {
        return stack;
    }

    PhoneFleet phones() {
        return phones;
    }

    PrintWriter journal() {
        return journal;
    }

    /** Of the brokers as they are now; empty while one is being started again. */
    List<Integer> httpPorts() {
        try {
            return stack.running().nodes().stream().map(RunFile.Node::httpPort).toList();
        } catch (IOException halfWritten) {
            return List.of();
        }
    }

    @Override
    public void close() throws IOException {
        phones.close();
        stack.close();
        for (Relay relay : relays) {
            relay.close();
        }
        journal.close();
    }
}
