package io.parley.protocol.json;

/** A body that is no JSON, not of the expected shape, or past a limit. The message says which and is safe to show. */
public final class BadBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadBodyException(String message) {
        super(message);
    }
}
