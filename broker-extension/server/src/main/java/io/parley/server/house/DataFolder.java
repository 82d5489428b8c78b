package io.parley.server.house;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder a server keeps everything in.
 *
 * <pre>
 * DIR/up.lock            held while a server runs here
 * DIR/run.json           pids and ports of what runs, see {@link RunFile}
 * DIR/secrets/cassandra  the password of the Cassandra started here, 0600
 * DIR/cassandra/         Cassandra's own
 * DIR/broker-1/          the first broker's own: conf, extensions, logs, tmp; no messages
 * DIR/logs/              what the processes wrote to standard error
 * </pre>
 */
public final class DataFolder {
    private final Path root;
    /** Held until the process ends. The operating system frees it even after kill -9. */
    private @Nullable FileLock lock;

    public DataFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    public Path runFile() {
        return root.resolve("run.json");
    }

    public Path cassandraPassword() {
        return root.resolve("secrets").resolve("cassandra");
    }

    Path cassandra() {
        return root.resolve("cassandra");
    }

    Path broker(int number) {
        return root.resolve("broker-" + number);
    }

    Path log(String child) {
        return root.resolve("logs").resolve(child + ".log");
    }

    /** @return empty when this process now holds the folder, else who does, as far as can be told */
    public Optional<String> claim() throws IOException {
        // Messages and secrets lie in it. A folder that exists keeps the rights its owner gave it.
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(root.resolve("logs"));
        FileChannel channel = FileChannel.open(
                root.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            lock = null;
        }
        if (lock == null) {
            ByteBuffer pid = ByteBuffer.allocate(20);
            channel.read(pid);
            channel.close();
            String holder = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
            return Optional.of(holder.isEmpty() ? "another process" : "process " + holder);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return Optional.empty();
    }
}
