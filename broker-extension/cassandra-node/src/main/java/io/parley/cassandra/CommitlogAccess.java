package io.parley.cassandra;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.cassandra.config.Config.DiskAccessMode;

/**
 * Chooses how the commit log is written. Cassandra's own {@code auto} goes by the block size, takes {@code direct} on
 * file systems that then refuse to open such a file, and does not start. So it is tried first.
 */
final class CommitlogAccess {
    private CommitlogAccess() {}

    /** Direct (O_DIRECT with O_DSYNC: the write is the sync), or memory-mapped where that cannot be opened. */
    static DiskAccessMode in(Path commitlogFolder) {
        try {
            Path probe = Files.createTempFile(commitlogFolder, "direct-", ".probe");
            try {
                return opens(probe) ? DiskAccessMode.direct : DiskAccessMode.mmap;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException("commit log folder " + commitlogFolder, unusable);
        }
    }

    private static boolean opens(Path probe) {
        try (FileChannel channel = FileChannel.open(
                probe, StandardOpenOption.WRITE, StandardOpenOption.DSYNC, ExtendedOpenOption.DIRECT)) {
            return channel.isOpen();
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }
}
