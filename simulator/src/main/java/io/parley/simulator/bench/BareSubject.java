package io.parley.simulator.bench;

import io.parley.simulator.stack.Child;
import io.parley.simulator.stack.Home;
import io.parley.simulator.stack.JavaCommand;
import io.parley.simulator.stack.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The same HiveMQ CE without the extension, in a JVM of its own with the flags of Parley's broker. */
final class BareSubject implements Subject {
    private static final String MAIN = "io.parley.broker.node.BareBroker";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Child child;
    private final Path data;
    private final int port;

    private BareSubject(Child child, Path data, int port) {
        this.child = child;
        this.data = data;
        this.port = port;
    }

    static BareSubject start(Path folder, List<String> jvmFlags) throws IOException {
        Path data = Files.createDirectories(folder.resolve("bare"));
        List<Integer> ports = Ports.free(2, 1);
        int port = ports.get(0);
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.executable());
        command.addAll(jvmFlags);
        command.addAll(List.of(
                "-cp",
                classPath(),
                MAIN,
                data.toString(),
                Integer.toString(port),
                ports.get(1).toString()));
        BareSubject subject = new BareSubject(Child.start(command, folder, folder.resolve("bare.log")), data, port);
        if (!subject.awaitListening()) {
            subject.close();
            throw new IOException("the bare broker did not start, see " + folder.resolve("bare.log"));
        }
        return subject;
    }

    /** Everything the broker node runs with, then this class's own place for {@value #MAIN}. */
    private static String classPath() throws IOException {
        Path libraries = Home.find().resolve("broker-extension/broker-node/target/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IOException("broker-extension/broker-node is not built: " + libraries + " is missing");
        }
        return libraries + File.separator + "*" + File.pathSeparator + JavaCommand.ownPlace();
    }

    private boolean awaitListening() {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (System.nanoTime() < deadline && child.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        return false;
    }

    int port() {
        return port;
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public List<Long> brokerPids() {
        return List.of(child.pid());
    }

    @Override
    public List<Long> databasePids() {
        return List.of();
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public Lane open(int number, Lane.Clocks clocks, int window, int inFlightMax) {
        return new BareLane(clocks, number, window, inFlightMax, port);
    }

    @Override
    public void close() {
        child.close();
    }
}
