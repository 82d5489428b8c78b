package io.parley.sdk;

import org.jspecify.annotations.Nullable;

/** The local store cannot be opened, read or written. The message names the file and what is wrong with it. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
