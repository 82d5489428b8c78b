package io.parley.server.house;

import io.parley.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prepares the folder of one broker and writes its command line. */
final class BrokerJvm {
    private static final String EXTENSION_ID = "parley-extension";
    private static final int DIRECT_MEMORY_MB = 256;

    private final Installation installation;
    private final Settings settings;
    private final Settings.NodePorts ports;
    private final Path folder;

    BrokerJvm(Installation installation, Settings settings, int index, Path folder) {
        this.installation = installation;
        this.settings = settings;
        this.ports = settings.ports().node(index);
        this.folder = folder;
    }

    /**
     * Copies the extension into the broker's own extensions folder, as an operator would install it: a later build in the
     * checkout does not change the jars under a running broker.
     */
    void prepare(String extensionConf) throws IOException {
        Files.createDirectories(temporary());
        Path target = extensions().resolve(EXTENSION_ID);
        deleteAll(extensions());
        copyAll(installation.extension(), target);
        Files.writeString(configuration(), extensionConf);
    }

    List<String> command() {
        List<String> argv = new ArrayList<>();
        argv.add(installation.javaHome().resolve("bin").resolve("java").toString());
        argv.addAll(jvmOptions());
        argv.addAll(List.of("-cp", installation.brokerLib().resolve("*").toString()));
        argv.add("io.parley.broker.node.BrokerNode");
        argv.addAll(List.of("--data", folder.toString()));
        argv.addAll(List.of("--extensions", extensions().toString()));
        argv.addAll(List.of("--mqtt-port", Integer.toString(ports.mqtt())));
        argv.addAll(List.of("--ws-port", Integer.toString(ports.ws())));
        argv.addAll(List.of("--http-port", Integer.toString(ports.http())));
        argv.addAll(List.of("--bind", settings.bind(), "--exit-with-stdin"));
        return List.copyOf(argv);
    }

    private List<String> jvmOptions() {
        return List.of(
                "-Xms" + settings.brokerHeapMb() + "m",
                "-Xmx" + settings.brokerHeapMb() + "m",
                // Nearly all that a message allocates is gone with it: half for the young, where the JVM gives a third.
                "-Xmn" + settings.brokerHeapMb() / 2 + "m",
                "-XX:MaxDirectMemorySize=" + DIRECT_MEMORY_MB + "m",
                "-XX:+UseParallelGC",
                // A broker that lost an allocation has lost its mind: end it, it is started again.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"),
                "-Djava.io.tmpdir=" + temporary(),
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dparley.config=" + configuration(),
                // As in HiveMQ's own run.sh.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    private Path extensions() {
        return folder.resolve("extensions");
    }

    private Path configuration() {
        return folder.resolve("parley.conf");
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path copy = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void deleteAll(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(root);
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
