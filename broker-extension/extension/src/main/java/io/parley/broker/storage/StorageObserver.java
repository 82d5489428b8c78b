package io.parley.broker.storage;

/**
 * What the store tells about itself, one method per fact. Called on the store's and on its callers' threads: return at
 * once, throw nothing.
 */
public interface StorageObserver {
    StorageObserver NONE = new StorageObserver() {};

    /** A batch is durable. @param bytes about what was sent */
    default void batchWritten(int statements, long bytes, long nanos) {}

    /** A batch failed; each write in it was told. */
    default void batchFailed(int statements, long bytes, StorageException why) {}

    /** Writes wait that are in no batch yet; told when a batch is taken from the queue. */
    default void writesQueued(int statements, long bytes) {}

    /** A write was refused since the queue was full. */
    default void writeRefused() {}

    default void readDone(long nanos) {}

    default void readFailed(StorageException why) {}

    /** The store became usable, or stopped being so. */
    default void healthChanged(boolean usable) {}
}
