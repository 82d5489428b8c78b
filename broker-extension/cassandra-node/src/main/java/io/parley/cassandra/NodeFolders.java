package io.parley.cassandra;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where everything lies below the one data folder.
 *
 * <pre>
 * DIR/cassandra.lock   held while a node runs; says its pid
 * DIR/data             tables                  DIR/commitlog      what a kill -9 leaves to replay
 * DIR/hints            DIR/saved_caches        DIR/cdc_raw        unused, but Cassandra insists
 * DIR/triggers         unused                  DIR/logs           bounded
 * DIR/tmp              native libraries unpacked at start
 * </pre>
 */
record NodeFolders(Path root) {
    Path data() {
        return root.resolve("data");
    }

    Path commitlog() {
        return root.resolve("commitlog");
    }

    Path hints() {
        return root.resolve("hints");
    }

    Path savedCaches() {
        return root.resolve("saved_caches");
    }

    Path cdcRaw() {
        return root.resolve("cdc_raw");
    }

    Path triggers() {
        return root.resolve("triggers");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path lock() {
        return root.resolve("cassandra.lock");
    }

    /** Makes what is missing; the root, when new, is for its owner only. */
    void create() throws IOException {
        if (!Files.isDirectory(root)) {
            createRoot();
        }
        for (Path folder : List.of(data(), commitlog(), hints(), savedCaches(), triggers(), logs(), temporary())) {
            Files.createDirectories(folder);
        }
    }

    private void createRoot() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Path parent = root.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (posix) {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(root);
        }
    }
}
