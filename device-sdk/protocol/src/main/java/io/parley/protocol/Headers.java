package io.parley.protocol;

/** Names of the MQTT 5 user properties Parley reads and writes. Unknown ones are ignored; a repeated one is malformed. */
public final class Headers {
    /** CONNECT: protocol version a Parley SDK speaks; its presence makes the endpoint a Parley endpoint. */
    public static final String PARLEY = "parley";

    public static final String PARLEY_VERSION = "1";

    /** CONNECT of a Parley endpoint: format of {@link io.parley.protocol.batch.Batches} it writes and reads. */
    public static final String BATCH = "batch";

    public static final String BATCH_VERSION = "1";

    /** CONNECT: what the endpoint is, as {@code phone}; 1 to 32 of a-z 0-9 and hyphen, anything else counts as none. */
    public static final String KIND = "kind";

    /** To the server: id (hyphenated UUID) of the message this one must follow. */
    public static final String AFTER = "after";

    /** From the server: position in the conversation, decimal, 1 and up. */
    public static final String SEQ = "seq";
    /** From the server: the sending user. */
    public static final String FROM = "from";
    /** From the server: Unix time in milliseconds at which the server accepted the message. */
    public static final String AT = "at";
    /** From the server: this delivery repeats an earlier one; value is how many times, decimal. */
    public static final String RESEND = "resend";
    /** From the server: the message has no content any more; value says why ({@code expired}). */
    public static final String GONE = "gone";

    /**
     * From the server: messages up to this seq, decimal, are not for this endpoint: from before it joined, cleared, or
     * left to history. This message is the next one after it.
     */
    public static final String FLOOR = "floor";

    /** Ack: {@code accepted}, {@code duplicate} or {@code rejected}. */
    public static final String STATUS = "status";
    /** Ack, rejected: {@link Reason#code()}. */
    public static final String REASON = "reason";
    /** Ack, rejected and retryable: milliseconds to wait at least, decimal. */
    public static final String RETRY_AFTER = "retry-after";

    private Headers() {}
}
