package io.parley.cassandra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process holds the data folder. A retry is of use only after that process has ended. */
final class DataInUse extends IOException {
    private static final long serialVersionUID = 1L;

    DataInUse(Path lockFile) {
        super("data folder " + lockFile.getParent() + " is in use by " + holder(lockFile));
    }

    private static String holder(Path lockFile) {
        try {
            String pid = Files.readString(lockFile, StandardCharsets.US_ASCII).strip();
            return pid.isEmpty() ? "another process" : "process " + pid;
        } catch (IOException unreadable) {
            return "another process (" + unreadable + ")";
        }
    }
}
