package io.parley.cli.client;

import io.parley.protocol.UserName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One of few endpoint names for the scripts of a user on this machine. Scripts that run at once must not share one, for
 * the server lets the later one in and the earlier one go; and each must not have a new one, for the server remembers
 * every endpoint. A seat is kept by a lock on a file, which ends with the process.
 */
final class Seat implements AutoCloseable {
    private static final int SEATS_MAX = 64;

    private final String endpoint;
    private final FileChannel channel;

    private Seat(String endpoint, FileChannel channel) {
        this.endpoint = endpoint;
        this.channel = channel;
    }

    /** @throws IOException if no folder can be written, or {@value #SEATS_MAX} scripts of this user run already */
    static Seat take(UserName user) throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "parley-" + System.getProperty("user.name"));
        Files.createDirectories(folder);
        for (int number = 1; number <= SEATS_MAX; number++) {
            String name = user + "-script" + (number == 1 ? "" : "-" + number);
            FileChannel channel =
                    FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Seat(name, channel);
            }
            channel.close();
        }
        throw new IOException(SEATS_MAX + " commands of " + user + " run already");
    }

    String endpoint() {
        return endpoint;
    }

    /** The file stays: another may wait for it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
