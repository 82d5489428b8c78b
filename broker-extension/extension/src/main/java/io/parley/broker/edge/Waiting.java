package io.parley.broker.edge;

import io.parley.protocol.MessageId;
import org.jspecify.annotations.Nullable;

/** A message whose sender waits for the owner's answer. Guarded by its {@link Answers}. */
final class Waiting {
    final MessageId id;
    /** Where the ack goes; null if the PUBACK is the answer, or nothing is. */
    final @Nullable ReplyTo replyTo;
    /** Withheld until the answer; only without {@link #replyTo}. */
    final @Nullable Puback puback;

    final int contentBytes;
    final long sinceNanos;
    /** The next older-to-younger one with the same id: a retry on the same connection. */
    @Nullable Waiting next;

    Waiting(MessageId id, @Nullable ReplyTo replyTo, @Nullable Puback puback, int contentBytes, long sinceNanos) {
        this.id = id;
        this.replyTo = replyTo;
        this.puback = puback;
        this.contentBytes = contentBytes;
        this.sinceNanos = sinceNanos;
    }
}
