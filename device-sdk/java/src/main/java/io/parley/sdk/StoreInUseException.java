package io.parley.sdk;

/** Another client, in this process or another, has the store open. Two would tear each other's order apart. */
public final class StoreInUseException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreInUseException(String message) {
        super(message, null);
    }
}
