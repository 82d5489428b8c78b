package io.parley.sdk;

/** Who says that a message was received. */
public enum ReceiptMode {
    /** The SDK does, when the handler has returned without throwing and the store has committed that. */
    AUTOMATIC,
    /** The application does, with {@link ReceivedMessage#received()}; until then a restart hands the message again. */
    MANUAL
}
