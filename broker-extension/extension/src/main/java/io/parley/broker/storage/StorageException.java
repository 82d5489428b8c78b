package io.parley.broker.storage;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do it. Every operation of the ports is idempotent, so the same call may be made again.
 */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** @param outcomeUnknown whether a write may have happened, or may still happen, all the same */
    public StorageException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
