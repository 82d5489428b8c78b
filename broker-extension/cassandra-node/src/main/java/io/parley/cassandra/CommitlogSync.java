package io.parley.cassandra;

import java.util.Arrays;
import java.util.Optional;

/** When Cassandra syncs its commit log, which is what decides what an acknowledged write survives. */
public enum CommitlogSync {
    /** Acknowledges before the sync: a kill or a power cut loses acknowledged writes. For throw-away data only. */
    PERIODIC("periodic"),
    /** Acknowledges after a sync that starts only at the end of a fixed window, however idle the node is. */
    GROUP("group"),
    /** Acknowledges after a sync that starts at once; writes that arrive during a sync share the next one. */
    BATCH("batch"),
    /**
     * Acknowledges a request after a sync that starts at once and is shared as in batch; but the request waits once, not
     * each of its mutations on a thread of its own. The same promise for a fraction of the CPU, see {@code SyncedQueries}.
     */
    REQUEST("request");

    private final String word;

    CommitlogSync(String word) {
        this.word = word;
    }

    /** As written on the command line. */
    public String word() {
        return word;
    }

    public static Optional<CommitlogSync> parse(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
