package io.parley.simulator.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for one run. Removed at the end if it was ours to make and nobody wants to look into it. */
public final class Scratch implements AutoCloseable {
    private final Path folder;
    private final boolean foreign;
    private boolean keep;

    private Scratch(Path folder, boolean foreign, boolean keep) {
        this.folder = folder;
        this.foreign = foreign;
        this.keep = keep || foreign;
    }

    /**
     * @param wanted where, or null for a new temporary folder; a folder of the caller's is never removed
     * @throws IOException if {@code wanted} holds anything: a run starts with nothing
     */
    public static Scratch open(@Nullable Path wanted, String prefix, boolean keep) throws IOException {
        if (wanted == null) {
            return new Scratch(Files.createTempDirectory(prefix), false, keep);
        }
        Path folder = Files.createDirectories(wanted).toAbsolutePath();
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new IOException(folder + " is not empty");
            }
        }
        return new Scratch(folder, true, keep);
    }

    public Path folder() {
        return folder;
    }

    /** Nobody will want to look into it: it goes when closed, unless it is the caller's own. */
    public void discard() {
        keep = foreign;
    }

    @Override
    public void close() throws IOException {
        if (keep) {
            return;
        }
        List<Path> content;
        try (Stream<Path> files = Files.walk(folder)) {
            content = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : content) {
            Files.deleteIfExists(path);
        }
    }
}
