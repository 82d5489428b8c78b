package io.parley.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes the command line that runs {@link CassandraNode}. Runs in the supervisor: needs no Cassandra on its class path.
 *
 * <p>The process answers with one line on standard output, {@code READY cql=ADDRESS:PORT pid=N}, once CQL accepts. It
 * ends with 0 after SIGTERM, 2 for bad arguments, 3 when another process holds the data folder, 1 when the start fails,
 * and 100 when Cassandra gives up on its disk.
 */
public final class CassandraCommand {
    private static final String JVM_OPTIONS = "jvm.options";

    private CassandraCommand() {}

    /**
     * @param javaHome a JDK or JRE 17
     * @param libDir the folder with this jar and all of Cassandra's, {@code target/lib} of this module
     * @return the whole argv, the executable first
     */
    public static List<String> command(Path javaHome, Path libDir, CassandraSettings settings) {
        List<String> argv = new ArrayList<>();
        argv.add(javaHome.resolve("bin").resolve("java").toString());
        argv.addAll(jvmOptions());
        argv.addAll(jvmOptions(settings));
        argv.add("-cp");
        argv.add(libDir.toAbsolutePath().normalize().resolve("*").toString());
        argv.add(CassandraCommand.class.getPackageName() + ".CassandraNode");
        argv.addAll(NodeArguments.format(settings));
        return List.copyOf(argv);
    }

    /** The options that depend on nothing, one a line in the resource beside this class; {@code #} starts a remark. */
    static List<String> jvmOptions() {
        try (InputStream lines =
                Objects.requireNonNull(CassandraCommand.class.getResourceAsStream(JVM_OPTIONS), JVM_OPTIONS)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> jvmOptions(CassandraSettings settings) {
        NodeFolders folders = new NodeFolders(settings.dataDir());
        return List.of(
                "-Xms" + settings.heapMb() / 4 + "m",
                "-Xmx" + settings.heapMb() + "m",
                "-Djava.io.tmpdir=" + folders.temporary(),
                "-Djna.tmpdir=" + folders.temporary(),
                "-XX:ErrorFile=" + folders.logs().resolve("hs_err_pid%p.log"));
    }
}
