package io.parley.sdk;

import io.parley.protocol.MessageId;

/** A message will not be delivered; says why. */
public final class MessageFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient MessageStatus.Failure failure;

    public MessageFailedException(MessageId id, MessageStatus.Failure failure) {
        super("message " + id + " failed: " + failure.code() + (failure.retryable() ? " (a retry may succeed)" : ""));
        this.failure = failure;
    }

    public MessageStatus.Failure failure() {
        return failure;
    }
}
