package io.parley.broker.storage.cassandra;

import java.util.ArrayList;
import java.util.List;

/**
 * The bounds of {@link BatchWriter}.
 *
 * @param batchesInFlightMax batches sent and not answered, for each replica set; 1 means a write waits for the former
 * @param batchStatementsMax statements in one batch
 * @param batchBytesMax bytes in one batch; a larger statement goes alone, which Cassandra never refuses for its size
 * @param queuedStatementsMax statements that wait for a batch; a write that would pass it is refused
 * @param queuedBytesMax likewise in bytes
 */
public record WriteLimits(
        int batchesInFlightMax,
        int batchStatementsMax,
        int batchBytesMax,
        int queuedStatementsMax,
        long queuedBytesMax) {
    /** For the node that Parley starts: it takes batches of megabytes. */
    public static final WriteLimits EMBEDDED = new WriteLimits(1, 256, 384 * 1024, 65_536, 64L << 20);
    /** For a foreign cluster: Cassandra refuses batches over 50 KiB unless it was told otherwise. */
    public static final WriteLimits CLUSTER = new WriteLimits(4, 128, 40 * 1024, 65_536, 64L << 20);

    public WriteLimits {
        List<String> faults = new ArrayList<>();
        if (batchesInFlightMax < 1 || batchesInFlightMax > 64) {
            faults.add("batches in flight is " + batchesInFlightMax + ", allowed is 1..64");
        }
        if (batchStatementsMax < 1 || batchStatementsMax > 10_000) {
            faults.add("statements in a batch is " + batchStatementsMax + ", allowed is 1..10000");
        }
        if (batchBytesMax < 1024) {
            faults.add("bytes in a batch is " + batchBytesMax + ", at least 1024 is needed");
        }
        if (queuedStatementsMax < batchStatementsMax || queuedBytesMax < batchBytesMax) {
            faults.add("the write queue must hold at least one batch");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }
}
